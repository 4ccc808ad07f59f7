"""What judges said and what came of it: ballots, sums, places, opinions, figures (S4-06, S4-13 f., S4-22 f.)."""

from __future__ import annotations

import hashlib
from collections import Counter
from fractions import Fraction
from typing import Any

from django.db.models import Q

from huiyin.ledger.models import Event
from huiyin.messages.models import Delivery
from huiyin.panels.actions.counting import recount
from huiyin.panels.models import Indicator, Judged, Member, Opinion, Round
from huiyin.panels.rules import ranking
from huiyin.panels.rules.terms import rule_of
from huiyin.site.replays.lines.appraised import SYSTEMS, months
from huiyin.site.replays.lines.seen import Line, Seen


def scored(seen: Seen) -> Line:
    """S4-13: each judge scores each unit; ballots issued, sent, returned and counted agree, and none changed since."""
    rounds = months()
    answers = sum(len(said) for r in rounds for b in r.ballots.all() for said in b.answers.values())
    voted = [r.members.filter(state="voted").count() for r in rounds]
    counted = [r.ballots.count() for r in rounds]
    sent = Delivery.objects.filter(template="text_ballot", recipient_kind="member")
    done = sent.filter(state__in=("sent", "delivered")).count()
    members = Member.objects.filter(
        Q(round__in=Round.objects.exclude(issued_at=None)), ~Q(state="resigned")
    ).count()
    measured: dict[str, Any] = {
        "answers": answers,
        "voted": voted,
        "counted": counted,
        "on_paper_and_read_alike_by_two": Member.objects.filter(on_paper=True, state="voted").count(),
        "times_papers_were_entered": Event.objects.filter(subject_kind="round", verb="transcribe").count(),
        "links_sent_by_text_message": done,
        "judges": members,
        "counts_unchanged": sum(recount(r) == r.count for r in rounds),
        "ways_back_left": Member.objects.exclude(round__counted_at=None).exclude(envelope=b"").count(),
    }
    papers = seen.stage.story.panel["papers"]["judges"]
    ok = measured["on_paper_and_read_alike_by_two"] == papers
    ok = ok and measured["times_papers_were_entered"] > 2 * papers  # one slip was put right
    ok = ok and voted == counted and done == members and measured["counts_unchanged"] == len(rounds)
    return Line(
        ok and not measured["ways_back_left"],
        measured,
        "members, envelopes, ballots and deliveries of each round",
    )


def ranked(seen: Seen) -> Line:
    """S4-14: ranked inside each of the four first, then across: the first ten, last five, who can't be told apart."""
    last = Round.objects.filter(state="published").order_by("-serial").first()
    assert last is not None
    rows = list(last.objects_judged.select_related("unit"))
    standings = [ranking.Standing(str(r.pk), r.unit.system, r.score, r.veto) for r in rows]
    places = ranking.places(standings)
    stored = {str(r.pk): (r.inside, r.across) for r in rows}
    wrong = sum(stored[p.standing.code] != (p.inside, p.across) for p in places)
    name = {str(r.pk): r.unit.name for r in rows}
    pairs = [r.precision["apart"] for r in rows if r.precision and r.precision["apart"] is not None]
    measured: dict[str, Any] = {
        "round": last.title,
        "firsts_inside": {r.unit.system: r.unit.name for r in rows if r.inside == 1},
        "first_ten": [name[p.standing.code] for p in ranking.first(places, 10)],
        "last_five": len(ranking.last(places, 5)),
        "places_wrong": wrong,
        "neighbours": len(pairs),
        "neighbours_that_cannot_be_told_apart": pairs.count(False),
        "vetoed": sum(bool(r.veto) for r in rows),
    }
    ok = not wrong and len(measured["first_ten"]) >= 10 and measured["last_five"] >= 5
    ok = ok and set(measured["firsts_inside"]) == set(SYSTEMS)
    return Line(ok, measured, "the last published round's places, from its scores again")


def opinions(seen: Seen) -> Line:
    """S4-23: what judges wrote is kept for the unit it is about, and nothing says who."""
    columns = {column.name for column in Opinion._meta.get_fields()}
    there = Opinion.objects.filter(judged__round__state="published")
    measured = {"opinions": there.count(), "units": there.values("judged__unit").distinct().count()}
    return Line(
        there.exists() and columns == {"id", "judged", "text"}, measured, "opinions of published rounds"
    )


def rhythm(seen: Seen) -> Line:
    """S4-06: each month appraised, each quarter summed up, each half-year totalled; sums are repeated here by hand."""
    wanted = Counter(row["kind"] for row in seen.stage.story.rounds if row["closes"] < seen.now.date())
    held = Counter(Round.objects.filter(state="published").values_list("kind", flat=True))
    wrong, compared = 0, 0
    for round_ in Round.objects.filter(state="published").exclude(kind="month"):
        carried = rule_of(round_.rule).carried
        assert carried
        earlier = Round.objects.filter(kind=carried.kind, serial__lt=round_.serial).order_by("-serial")
        for one in round_.objects_judged.exclude(points=""):
            before = Judged.objects.filter(round__in=earlier[: carried.number], unit=one.unit_id)
            got = [Fraction(points) for points in before.exclude(points="").values_list("points", flat=True)]
            mean, own = sum(got, Fraction(0)) / len(got), _own(round_, one)
            part = Fraction(carried.weight, 100)
            compared += 1
            wrong += Fraction(one.points) != (mean if own is None else mean * part + own * (1 - part))
    measured = {"rounds": dict(held), "sums_compared": compared, "sums_wrong": wrong}
    return Line(
        held == wanted and not wrong, measured, "published rounds by kind, and each sum added up again"
    )


def _own(round_: Round, one: Judged) -> Fraction | None:
    """What a unit got from the leaders alone, added up from their ballots."""
    points = {answer["code"]: answer.get("points") for answer in round_.rule["scale"]}
    means = []
    for ballot in round_.ballots.all():
        said = [Fraction(points[a]) for a in ballot.answers.get(str(one.pk), []) if points.get(a)]
        if said:
            means.append(sum(said, Fraction(0)) / len(said))
    return sum(means, Fraction(0)) / len(means) if means else None


def moved(seen: Seen) -> Line:
    """S4-22: what fell is shown to everybody with its source, worked out again from both figures, its paper on file."""
    told = seen.stage.story.article["petitions_down"]
    rows = list(
        Indicator.objects.filter(round__state="published", withdrawn_at=None).select_related("document")
    )
    shown, papers, again = 0, 0, []
    for one in rows:
        again.append(round(100 * float(one.before - one.after) / float(one.before), 1))
        page = seen.page("citizen:appraisal", str(one.round_id)).text
        shown += all(text in page for text in (one.source, str(abs(one.change)), one.document.sha256))
        paper = seen.page("desk:round_document", str(one.round_id), str(one.pk), role="reviewer")
        papers += hashlib.sha256(paper.body).hexdigest() == one.document.sha256
    measured = {
        "indicators": [[one.name, float(one.before), float(one.after), float(one.change)] for one in rows],
        "fell_by": again,
        "shown_with_source_and_hash": shown,
        "papers_with_that_hash": papers,
    }
    ok = bool(rows) and told in again and [-float(one.change) for one in rows] == again
    return Line(
        ok and shown == papers == len(rows),
        measured,
        "both figures of each indicator, the public page, and its paper",
    )
