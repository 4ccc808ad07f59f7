"""Everything a page of figures says, of what exists for its viewer; weeks that are over as they are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncWeek

from huiyin.cases.models import Case
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.prepared import Fixed, Many, worded
from huiyin.organisations.models import Unit
from huiyin.reporting.kept.queries import kept
from huiyin.reporting.queries.conditions import any_of, given, moments, moments_of
from huiyin.reporting.queries.counting import Cases, by_each, by_lots
from huiyin.reporting.queries.parts import Sight, in_parts, sight_of
from huiyin.reporting.rules.cycles import Period, week_of
from huiyin.reporting.rules.measures import DIMENSIONS, KEPT, LAST_CALLED, UNANSWERED, WEEK, Cube
from huiyin.reporting.rules.weeks import Counts, add

_NAMES = Fixed(lambda: Unit.objects.filter(pk__in=Many("organs")).values_list("pk", "name", "name_en"))


def cubes(
    viewer: Actor,
    asked: Mapping[str, tuple[Period, Sequence[str]]],
    *,
    now: datetime,
    sight: Sight | None = None,
) -> tuple[dict[str, Cube], dict[str, tuple[str, str]]]:
    """For each name asked, the measures of a period by every dimension; and the organs' names in Chinese and English.

    The same as `in_parts` for each, in as few statements as there are lots of measures. `sight`: where it is known.
    """
    sight = sight or sight_of(viewer)
    sums: dict[str, Counts] = {}
    turned: dict[str, bool] = {}
    live: dict[tuple[str, str], Sequence[Period]] = {}
    inside: dict[tuple[str, str], Sequence[Period]] = {}
    for name, (period, measures) in asked.items():
        known = kept(period, sight.weeks)
        turned[name] = bool(known.runs) and moments(period)[1] > now
        wanted = _turned(measures) if turned[name] else set(measures)
        for measure in sorted(wanted):
            live[name, measure] = known.around if measure in KEPT else [period]
            if measure in KEPT and known.runs:
                inside[name, measure] = known.runs
            if measure in KEPT and known.beyond:
                live[f"{name} beyond", measure] = known.beyond
        sums[name] = {}
        add(sums[name], known.counts, only=wanted & set(KEPT))
    seen = by_lots(sight.cases, live, now)
    for sign, counts in (
        (1, {name: seen.get(name, {}) for name in asked}),
        (-1, {name: seen.get(f"{name} beyond", {}) for name in asked}),
        (-1, by_each(sight.left_out, inside, now)),
        (1, by_each(sight.besides, inside, now)),
    ):
        for name, more in counts.items():
            add(sums[name], more, sign)
    found = {name: _cube(sums[name], measures, turned=turned[name]) for name, (_, measures) in asked.items()}
    organs = {int(key) for cube in found.values() for key in cube.lines["organ"]}
    names = {str(pk): (name, name_en) for pk, name, name_en in _NAMES.all(organs=sorted(organs))}
    return found, names


def _turned(measures: Iterable[str]) -> set[str]:
    """What a running period is added up from, of measures that don't add up over weeks themselves.

    A case of an earlier week may be closed any day, but what is unanswered is few.
    """
    wanted = {LAST_CALLED.get(measure, measure) for measure in measures}
    return wanted - {"closed"} | {"due", UNANSWERED} if "closed" in wanted else wanted


def _cube(counts: Counts, measures: Sequence[str], *, turned: bool) -> Cube:
    """A key of which nothing is left isn't there: the house whose cases the viewer may not see has no line."""
    lines = {
        dimension: {key: found for key, line in by_key.items() if (found := _line(line, measures, turned))}
        for dimension, by_key in counts.items()
    }
    total = lines.pop("", {}).get("", Counter())
    return Cube(total, {dimension: lines.get(dimension, {}) for dimension in DIMENSIONS})


def _line(line: Mapping[str, int], measures: Sequence[str], turned: bool) -> Counter[str]:
    found = Counter(line)
    if turned:
        found.update({measure: found[last] for measure, last in LAST_CALLED.items()})
        found["closed"] = found["due"] - found[UNANSWERED]
    return +Counter({measure: found[measure] for measure in measures})


def weekly(viewer: Actor, period: Period, sight: Sight | None = None) -> list[tuple[date, int, int]]:
    """Received and answered by week (the Monday) over a period, weeks without either included."""
    lines = in_parts(sight or sight_of(viewer), period, ("received", "answered"), by_week).get(WEEK, {})
    monday = week_of(period.first).first
    mondays = [monday + timedelta(weeks=n) for n in range((period.last - monday).days // 7 + 1)]
    return [
        (week, line.get("received", 0), line.get("answered", 0))
        for week in mondays
        for line in [lines.get(week.isoformat(), {})]
    ]


def by_week(cases: Cases, parts: Sequence[Period]) -> Counts:
    """What came and went, by the Monday of its week."""
    found: Counts = {WEEK: {}}
    for measure in ("received", "answered"):
        for week, n in _by_week(cases, measure, len(parts)).all(**moments_of(parts)):
            found[WEEK].setdefault(week.astimezone(SHANGHAI).date().isoformat(), {})[measure] = n
    return found


@worded
def _by_week(cases: Cases, measure: str, times: int) -> QuerySet[Case, tuple[datetime, int]]:
    inside = cases.rows().filter(any_of(given(times), measure)).order_by()
    return inside.values_list(TruncWeek(f"{measure}_at", tzinfo=SHANGHAI)).annotate(n=Count("pk"))
