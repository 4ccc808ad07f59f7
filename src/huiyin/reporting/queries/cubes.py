"""Everything a page of figures says, of what exists for its viewer; weeks that are over as they are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncWeek

from huiyin.cases.models import Case
from huiyin.cases.queries import visible
from huiyin.cases.search.ways import Reach, reach
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.organisations.models import Unit
from huiyin.reporting.kept.queries import Kept, kept, weeks
from huiyin.reporting.queries.conditions import condition, moments
from huiyin.reporting.queries.counting import by_each, by_lots, definition
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.measures import DIMENSIONS, KEPT, UNANSWERED, Cube
from huiyin.reporting.rules.weeks import Counts, add

NONE = Q(pk__in=[])


def cubes(
    viewer: Actor, asked: Mapping[str, tuple[Period, Sequence[str]]], *, now: datetime
) -> tuple[dict[str, Cube], dict[str, tuple[str, str]]]:
    """For each name asked, the measures of a period by every dimension; and the organs' names in Chinese and English.

    What is kept counts all cases of the viewer's committees: what is left out for the viewer is counted live and taken
    off, for every viewer alike.
    """
    theirs = reach(viewer)
    among = weeks(theirs.committees, [period for period, _ in asked.values()], definition())
    sums: dict[str, Counts] = {}
    live: dict[tuple[str, str], Q] = {}
    inside: dict[tuple[str, str], Q] = {}
    for name, (period, measures) in asked.items():
        known = kept(period, among)
        wanted = _turned(measures) if known.runs and moments(period)[1] > now else set(measures)
        for measure in wanted:
            live[name, measure] = _in(known.around if measure in KEPT else [period], measure, now)
            if measure in KEPT and known.runs:
                inside[name, measure] = _in(known.runs, measure, now)
        sums[name] = {}
        add(sums[name], known.counts, only=wanted)
    for sign, counts in (
        (1, by_lots(visible(viewer), live)),
        (-1, by_each(theirs.left_out, inside)),
        (1, by_each(theirs.besides, inside)),
    ):
        for name, more in counts.items():
            add(sums[name], more, sign)
    found = {name: _cube(counts) for name, counts in sums.items()}
    organs = {key for cube in found.values() for key in cube.lines["organ"]}
    named = Unit.objects.filter(pk__in=organs).values_list("pk", "name", "name_en")
    names = {str(pk): (name, name_en) for pk, name, name_en in named}
    return found, names


def _turned(measures: Iterable[str]) -> set[str]:
    """What is closed isn't kept: a case of an earlier week may be answered any day. What is unanswered is small."""
    wanted = set(measures)
    return wanted - {"closed"} | {"due", UNANSWERED} if "closed" in wanted else wanted


def _in(parts: Iterable[Period], measure: str, now: datetime | None = None) -> Q:
    """What a measure counts in any of some periods. `now`: of measures that speak of now."""
    return reduce(or_, (condition(measure, part, now=now or moments(part)[1]) for part in parts), NONE)


def _cube(counts: Counts) -> Cube:
    """A key of which nothing is left isn't there: the house whose cases the viewer may not see has no line."""
    lines = {
        dimension: {key: found for key, line in by_key.items() if (found := _line(line))}
        for dimension, by_key in counts.items()
    }
    total = lines.pop("", {}).get("", Counter())
    return Cube(total, {dimension: lines.get(dimension, {}) for dimension in DIMENSIONS})


def _line(line: Mapping[str, int]) -> Counter[str]:
    found = Counter(line)
    if UNANSWERED in line:
        found["closed"] = found["due"] - found.pop(UNANSWERED)
    return +found


def weekly(viewer: Actor, period: Period) -> list[tuple[date, int, int]]:
    """Received and answered by week (the Monday) over a period, weeks without either included."""
    theirs = reach(viewer)
    known = kept(period, weeks(theirs.committees, [period], definition()))
    came, went = (_by_week(viewer, theirs, known, measure) for measure in ("received", "answered"))
    monday = period.first - timedelta(days=period.first.weekday())
    mondays = [monday + timedelta(weeks=i) for i in range((period.last - monday).days // 7 + 1)]
    return [(week, came[week], went[week]) for week in mondays]


def _by_week(viewer: Actor, theirs: Reach, known: Kept, measure: str) -> Counter[date]:
    found = Counter({week: line.get(measure, 0) for week, line in known.by_week.items()})
    found.update(_live(visible(viewer), known.around, measure))
    found.subtract(_live(theirs.left_out, known.runs, measure))
    found.update(_live(theirs.besides, known.runs, measure))
    return found


def _live(cases: QuerySet[Case], parts: Iterable[Period], measure: str) -> dict[date, int]:
    inside = cases.filter(_in(parts, measure)).order_by()
    weeks = inside.values_list(TruncWeek(f"{measure}_at", tzinfo=SHANGHAI)).annotate(n=Count("pk"))
    return {week.astimezone(SHANGHAI).date(): n for week, n in weeks}
