"""What rounds lead to: houses told, sums explained, the first praised, the last put right (S4-15 … S4-20)."""

from __future__ import annotations

import itertools
from typing import Any

from huiyin.assessment.exemplars.queries import on_show
from huiyin.messages.models import Notice
from huiyin.organisations.models import Officer
from huiyin.panels.following import ends, profiles
from huiyin.panels.models import Judged, Task
from huiyin.panels.rules.profile import strong, weak
from huiyin.site.replays.lines.appraised import months, published
from huiyin.site.replays.lines.seen import Line, Seen
from huiyin.supervision.letters.facts import number_of
from huiyin.supervision.letters.models import Letter
from huiyin.supervision.rounds.models import Breach


def told(seen: Seen) -> Line:
    """S4-15: after each round every house hears, and finds what is good and what isn't, unit by unit."""
    rounds = list(published())
    last = profiles(rounds[-1])
    good, bad = (sum(bool(of(duties)) for duties in last.values()) for of in (strong, weak))
    notices = Notice.objects.filter(template="appraised")
    measured = {
        "rounds": len(rounds),
        "notices": notices.count(),
        "people_told": notices.values("account").distinct().count(),
        "circulars": Letter.objects.filter(because__in=[f"round:{r.pk}" for r in rounds]).count(),
        "units_with_achievements": good,
        "units_with_problems": bad,
    }
    ok = measured["circulars"] == len(rounds) and notices.count() >= 4 * len(rounds) and good > 0 and bad > 0
    return Line(
        ok,
        measured,
        "notices to the four houses, circulars drafted, and each unit's duties beside the others'",
    )


def summed_up(seen: Seen) -> Line:
    """S4-16: no quarter and no half-year was published without its causes and measures."""
    sums = list(published("quarter", "half"))
    measured = {"sums": len(sums), "with_causes_and_measures": sum(bool(r.summary) for r in sums)}
    return Line(
        bool(sums) and measured["sums"] == measured["with_causes_and_measures"], measured, "summaries on file"
    )


def flags(seen: Seen) -> Line:
    """S4-17: the first ten of the half-year, and the circular that names them."""
    half = published("half").last()
    first = ends(half)[0] if half else []
    letter = Letter.objects.filter(because=f"round:{half.pk}").first() if half else None
    papers = list(Letter.objects.filter(because__startswith=f"round:{half.pk}:certificate:")) if half else []
    genuine = [seen.page("citizen:genuine", one.proof or "none") for one in papers]
    measured: dict[str, Any] = {
        "red_flags": [one.unit.name for one in first],
        "circular": bool(letter),
        "certificates": [number_of(one) for one in papers],
        "found_genuine_by_their_code": sum(
            page.status == 200 and number_of(one) in page.text
            for one, page in zip(papers, genuine, strict=True)
        ),
    }
    ok = len(first) >= 10 and letter is not None and not any(one.veto for one in first)
    ok = ok and measured["found_genuine_by_their_code"] == len(papers) == len(first)
    return Line(ok, measured, "the first ten by the half-year's places; circular and certificates")


def last(seen: Seen) -> Line:
    """S4-18: who leads each of the half-year's last five has it on record, and may object."""
    half = published("half").last()
    units = {one.unit_id for one in ends(half)[1]} if half else set()
    chiefs = set(Officer.objects.filter(unit__in=units).values_list("pk", flat=True))
    held = Breach.objects.filter(officer__in=chiefs)
    measured = {"last": len(units), "leaders_on_record": held.values("officer__unit").distinct().count()}
    ok = len(units) >= 5 and measured["leaders_on_record"] == len(units)
    return Line(ok, measured, "accountability records about the heads of the last five units")


def vetoed(seen: Seen) -> Line:
    """S4-19: who is vetoed has no place in the month, the quarter, the half-year; putting it right is followed up."""
    rows = Judged.objects.exclude(veto="").select_related("round", "unit")
    tasks = Task.objects.filter(axis="", judged__in=rows)
    measured = {
        "vetoes": [[one.round.kind, one.unit.name] for one in rows],
        "with_a_place": rows.exclude(across=None).count(),
        "with_proof_and_approval": rows.exclude(vetoed_by=None).count(),
        "special_teams": sorted(set(rows.exclude(team=None).values_list("team__name", flat=True))),
        "tasks": tasks.count(),
        "put_right": tasks.exclude(confirmed_at=None).count(),
        "seen_by_the_special_team": sum(
            bool(
                task.confirmed_by and task.confirmed_by.mandates.filter(unit=task.judged.team_id, role="team")
            )
            for task in tasks.select_related("judged", "confirmed_by")
        ),
    }
    kinds = {one.round.kind for one in rows}
    ok = kinds == {"month", "quarter", "half"} and not measured["with_a_place"] and tasks.exists()
    ok = ok and measured["seen_by_the_special_team"] == measured["put_right"] == tasks.count()
    return Line(
        ok and measured["with_proof_and_approval"] == len(rows), measured, "vetoes, places and tasks on file"
    )


def put_right(seen: Seen) -> Line:
    """S4-20: the last five of each month were asked to put their weakest duty right, and did before the next round."""
    rounds = months()
    tasks = Task.objects.filter(judged__round__in=rounds)
    before = sum(
        not tasks.filter(judged__round=then, confirmed_at=None).exists()
        and not tasks.filter(judged__round=then, confirmed_at__gt=after.issued_at).exists()
        for then, after in itertools.pairwise(rounds)
        if after.issued_at
    )
    measured = {
        "tasks": tasks.count(),
        "answered": tasks.exclude(answered_at=None).count(),
        "confirmed": tasks.exclude(confirmed_at=None).count(),
        "months_put_right_before_the_next_vote": before,
    }
    ok = tasks.count() >= 5 * len(rounds) and before == len(rounds) - 1
    return Line(ok, measured, "tasks by round, against the moment at which the next round's ballots went out")


def exemplars(seen: Seen) -> Line:
    """S4-21: good work of units that judges put first stays visible: chosen by a leader, read by anybody, by topic."""
    half = published("half").last()
    first = set(half.objects_judged.filter(inside=1).values_list("unit", flat=True)) if half else set()
    rows = [row for row in on_show() if row.unit_id in first]
    page = seen.page("citizen:exemplars").text
    measured: dict[str, Any] = {
        "on_show": {row.topic: row.title for row in rows},
        "of_units_first_in_their_system": len({row.unit_id for row in rows}),
        "read_by_anybody": sum(row.title in page and row.text in page for row in rows),
        "chosen_by_somebody_else": sum(row.decided_by_id != row.by_id for row in rows),
    }
    ok = {"duty", "mechanism", "reform", "aid"} <= set(measured["on_show"])
    ok = ok and measured["read_by_anybody"] == measured["chosen_by_somebody_else"] == len(rows)
    return Line(ok, measured, "the library of exemplars against the half-year's places, and its public page")
