"""How judges drawn by lot appraise the houses: plan, pool, draw, ballot, ranking (S4-01 … S4-23)."""

from __future__ import annotations

import itertools
from collections import Counter
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q

from huiyin.messages.models import Delivery
from huiyin.organisations.models import Unit
from huiyin.panels.actions.counting import recount
from huiyin.panels.models import Judge, Judged, Member, Opinion, Round, Visit
from huiyin.panels.rules import ranking
from huiyin.panels.rules.terms import public_layers, rule_of
from huiyin.panels.rules.verify_draw import problems, unfairness
from huiyin.policy.queries import terms
from huiyin.site.replays.lines.seen import Line, Seen

SYSTEMS = ("court", "procuratorate", "police", "justice")


def _months() -> list[Round]:
    return list(Round.objects.filter(kind="month", state="published").order_by("serial"))


def public(seen: Seen) -> Line:
    """S4-01: anybody reads plan, draw and results of each round, as pages and as files, without logging in."""
    names = ("appraisal", "appraisal_draw", "appraisal_draw_file", "appraisal_ballots")
    last = _months()[-1]
    answers = {name: seen.page(f"citizen:{name}", str(last.pk)).status for name in names}
    page = seen.page("citizen:appraisals")
    listed = sum(row.title in page.text for row in Round.objects.exclude(state="planned"))
    measured = {
        "pages": answers,
        "rounds_listed": listed,
        "rounds": Round.objects.exclude(state="planned").count(),
    }
    ok = set(answers.values()) == {200} and listed == measured["rounds"]
    return Line(
        ok, measured, "the public pages and files of the last month's round, opened by nobody in particular"
    )


def duties(seen: Seen) -> Line:
    """S4-02: the eight duties are what every ballot asks about each unit."""
    axes = {axis["code"]: axis["name"] for axis in terms("month")["rule"]["axes"]}
    asked = {tuple(axis["code"] for axis in row.rule["axes"]) for row in Round.objects.all()}
    ok = len(axes) == seen.stage.story.article["duties"] and asked == {tuple(axes)}
    return Line(
        ok, {"duties": list(axes.values())}, "the axes of the city's appraisals and of every round's ballot"
    )


def groups(seen: Seen) -> Line:
    """S4-03: the county's committee leads; each group of judges sat in each round."""
    committee = seen.stage.city.city.committee
    sat: dict[str, list[int]] = {}
    for round_ in _months():
        counted = Counter(m.judge.values["group"] for m in _sitting(round_).select_related("judge"))
        for group, number in counted.items():
            sat.setdefault(group, []).append(number)
    led = set(Round.objects.values_list("committee__code", flat=True)) == {committee}
    ok = led and {"deputy", "delegate", "commissioner", "trader", "village", "society"} <= set(sat)
    return Line(ok, {"led_by": committee, "seats_by_group": sat}, "who sat in each month's panel, by group")


def _sitting(round_: Round) -> Any:
    return Member.objects.filter(round=round_).exclude(state="resigned")


def objects(seen: Seen) -> Line:
    """S4-04: 98 key sections of the four houses and their grassroots offices, all of them in every round."""
    judged = Unit.objects.filter(pk__in=Judged.objects.values("unit"))
    base = judged.filter(code__contains="-base-").count()
    sections = judged.count() - base
    by_system = {s: judged.filter(system=s).count() for s in SYSTEMS}
    every = set(Round.objects.annotate(n=Count("objects_judged")).values_list("n", flat=True))
    ok = sections == seen.stage.story.article["sections"] and every == {sections + base} and base > 0
    measured = {"sections": sections, "grassroots_offices": base, "by_system": by_system}
    return Line(ok, measured, "the units judged, against the register")


def aims(seen: Seen) -> Line:
    """S4-05: what is found goes on: problems named by judges, and units that moved after being told."""
    rounds = _months()
    moved = 0
    for before, after in itertools.pairwise(rounds):
        then = dict(before.objects_judged.values_list("unit", "across"))
        moved += sum(
            then.get(unit) != across for unit, across in after.objects_judged.values_list("unit", "across")
        )
    measured = {"opinions": Opinion.objects.count(), "places_that_changed_from_month_to_month": moved}
    ok = measured["opinions"] > 0 and (moved > 0 or len(rounds) < 2)
    return Line(ok, measured, "opinions kept for units, and places of one month against the next")


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


def layers(kind: str, most: int) -> Any:
    """S4-07 … S4-09: who judges in the rounds of a kind: by lot each month, by office each quarter and half-year."""

    def measured(seen: Seen) -> Line:
        rounds = list(Round.objects.filter(kind=kind, state="published").order_by("serial"))
        by_lot = [_sitting(r).exclude(mark="").count() for r in rounds]
        by_office = [_sitting(r).filter(mark="").count() for r in rounds]
        public = {bool(public_layers(r.rule)) for r in rounds}
        ok = bool(rounds) and (
            (set(by_lot), set(by_office), public)
            == (({most}, {0}, {False}) if kind == "month" else ({0}, {most}, {True}))
        )
        facts = {
            "rounds": len(rounds),
            "by_lot": by_lot,
            "by_office": by_office,
            "under_their_names": public == {True},
        }
        return Line(ok, facts, "the members of each round and how they came to their seats")

    return measured


def pool(seen: Seen) -> Line:
    """S4-10: the whole of deputies, delegates and commissioners in the pool; of the others a part."""
    wanted, there = seen.stage.story.panel["pool"], Counter[str]()
    for values in Judge.objects.filter(active=True).values_list("values", flat=True):
        there[values["group"]] += 1
    ok = all(there[group] == number for group, number in wanted.items())
    return Line(ok, dict(there), "the pool by group, against the roster that was entered")


def drawn(seen: Seen) -> Line:
    """S4-11: 100 drawn by lot each time, each draw repeated from its published record alone, quotas kept at the end."""
    rounds, seats = _months(), seen.stage.story.article["judges"]
    held, kept, gaps = 0, 0, []
    for round_ in rounds:
        assert round_.record is not None
        held += not problems(round_.record)
        gaps.append(float(unfairness(round_.record["announcement"])))
        kept += _quotas_kept(round_)
    resigned = Member.objects.filter(round__kind="month", state="resigned").count()
    served = Member.objects.filter(round__in=rounds, state__in=("seated", "voted"))
    twice = sum(
        pair.count() > 1 and _neighbours([m.round.serial for m in pair.select_related("round")])
        for pair in (served.filter(judge=j) for j in served.values_list("judge", flat=True).distinct())
    )
    measured: dict[str, Any] = {
        "rounds": len(rounds),
        "drawn": [len(r.record["result"]["panel"]) for r in rounds if r.record],
        "draws_repeated": held,
        "largest_gap": max(gaps, default=None),
        "panels_that_keep_every_quota_at_the_vote": kept,
        "resigned_and_replaced_by_the_record": resigned,
        "twice_running": twice,
    }
    ok = bool(rounds) and set(measured["drawn"]) == {seats} and held == kept == len(rounds) and not twice
    return Line(
        ok, measured, "each record checked by the verifier; the panels at the vote against the quotas"
    )


def _neighbours(serials: list[int]) -> bool:
    """Whether somebody sat in two rounds between which the cool-down didn't pass."""
    ordered = sorted(serials)
    return any(later - earlier <= 1 for earlier, later in itertools.pairwise(ordered))


def _quotas_kept(round_: Round) -> bool:
    sitting = [m.judge.values for m in _sitting(round_).select_related("judge")]
    return all(
        least <= sum(v[trait] == value for v in sitting) <= most
        for trait, quotas in round_.plan["features"].items()
        for value, (least, most) in quotas.items()
    )


def visits(seen: Seen) -> Line:
    """S4-12: judges went to the houses every month and heard what units say of their work."""
    rounds = _months()
    visited = {r.serial: sorted(r.visits.values_list("unit__system", flat=True)) for r in rounds}
    reports = [r.objects_judged.exclude(report="").count() for r in rounds]
    ok = (
        all(set(v) == set(SYSTEMS) for v in visited.values())
        and min(reports) == rounds[0].objects_judged.count()
    )
    measured = {
        "visits": Visit.objects.count(),
        "systems_each_month": len(SYSTEMS),
        "reports_each_month": reports,
    }
    return Line(ok, measured, "visits and reports on file before the vote of each round")


def scored(seen: Seen) -> Line:
    """S4-13: each judge scores each unit; ballots issued, sent, returned and counted agree, and none changed since."""
    rounds = _months()
    answers = sum(len(said) for r in rounds for b in r.ballots.all() for said in b.answers.values())
    voted = [r.members.filter(state="voted").count() for r in rounds]
    counted = [r.ballots.count() for r in rounds]
    sent = Delivery.objects.filter(template="text_ballot", recipient_kind="member")
    done = sent.filter(state__in=("sent", "delivered")).count()
    members = Member.objects.filter(
        Q(round__in=Round.objects.exclude(issued_at=None)), ~Q(state="resigned")
    ).count()
    measured = {
        "answers": answers,
        "voted": voted,
        "counted": counted,
        "links_sent_by_text_message": done,
        "judges": members,
        "counts_unchanged": sum(recount(r) == r.count for r in rounds),
        "ways_back_left": Member.objects.exclude(round__counted_at=None).exclude(envelope=b"").count(),
    }
    ok = voted == counted and done == members and measured["counts_unchanged"] == len(rounds)
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
