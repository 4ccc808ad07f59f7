"""What is appraised, in the open: plan, duties, objects, aims, visits (S4-01, S4-02, S4-04, S4-05, S4-12)."""

from __future__ import annotations

import itertools

from django.db.models import Count

from huiyin.organisations.models import Unit
from huiyin.panels.models import Judged, Opinion, Round, Visit
from huiyin.policy.queries import terms
from huiyin.site.replays.lines.appraised import SYSTEMS, months
from huiyin.site.replays.lines.seen import Line, Seen


def public(seen: Seen) -> Line:
    """S4-01: anybody reads plan, draw and results of each round, as pages and as files, without logging in."""
    names = ("appraisal", "appraisal_draw", "appraisal_draw_file", "appraisal_ballots")
    last = months()[-1]
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
    rounds = months()
    moved = 0
    for before, after in itertools.pairwise(rounds):
        then = dict(before.objects_judged.values_list("unit", "across"))
        moved += sum(
            then.get(unit) != across for unit, across in after.objects_judged.values_list("unit", "across")
        )
    measured = {"opinions": Opinion.objects.count(), "places_that_changed_from_month_to_month": moved}
    ok = measured["opinions"] > 0 and (moved > 0 or len(rounds) < 2)
    return Line(ok, measured, "opinions kept for units, and places of one month against the next")


def visits(seen: Seen) -> Line:
    """S4-12: judges went to the houses every month and heard what units say of their work."""
    rounds = months()
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
