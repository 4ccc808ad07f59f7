"""The program's own measures. Each is defined once here and used by every page, paper, export and the replay.

All take the viewer: what doesn't exist for somebody isn't counted for them either.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncWeek

from huiyin.cases.models import Case
from huiyin.cases.queries import late as late_at
from huiyin.cases.queries import visible
from huiyin.cases.rules.lifecycle import OPEN
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.organisations.models import Unit
from huiyin.policy.queries import Policy, policy
from huiyin.ratings.queries import reached
from huiyin.ratings.rules.levels import BAD
from huiyin.reporting.queries.leads import funnel, onward
from huiyin.reporting.queries.outside import beside, outside
from huiyin.reporting.queries.suggestions import suggested
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.figures import TABLED
from huiyin.reporting.rules.measures import (
    CALLED,
    DIMENSIONS,
    HERE,
    LISTED,
    OUTSIDE,
    STAGES,
    SUGGESTED,
    UNFINISHED,
    Cube,
    Row,
    Share,
    Slice,
)

NOBODY = "0"
"""The key of cases that nobody handles yet, in the dimension `unit`."""

APART: Mapping[str, Q] = {
    "received": Q(),
    "answered answered_here": Q(),
    "due closed": Q(),
    "rated satisfied badly_rated": Q(),
    "followed": Q(tracking__isnull=False),
    "to_hotline from_hotline": Q(report__hotline_order__isnull=False),
    " ".join(("unfinished", *UNFINISHED)): Q(state__in=OPEN.split()),
}
"""Measures that are counted together, each lot by an index of its own, and what all of its cases have in common.

So a month is read without the years before it, and cases that nobody rated without their reports.
"""

_LOTS = {measure: lot for lot in APART for measure in lot.split()}

Column = tuple[str, str]
"""A name and a measure."""

DECIDED_BY = ("rule", "version")
"""What made a first dispatch: a rule of the city, or a version of what was learnt."""


def moments(period: Period) -> tuple[datetime, datetime]:
    """The first moment of a period and the first after it."""
    start = datetime.combine(period.first, time(), SHANGHAI)
    return start, datetime.combine(period.last + timedelta(days=1), time(), SHANGHAI)


def condition(measure: str, period: Period, *, now: datetime) -> Q:
    """Which cases a measure counts; here each is defined, once. Raises KeyError for a measure there isn't.

    `closed` are those of the due ones answered by the period's end, or by now while it runs (S0-29).
    """
    start, end = moments(period)
    late_now = _late(now)
    if measure in STAGES:
        return Q(state__in=STAGES[measure]) & ~late_now
    here = ~Q(answered_at__lt=F("opened_at"))  # what was answered before it came here was promised to nobody
    answered = Q(answered_at__gte=start, answered_at__lt=end)
    if measure in OUTSIDE:
        return beside(answered & here, policy())[measure]
    if measure in CALLED:
        return reached(start, end)[measure]
    if measure in SUGGESTED:
        return suggested(start, end)[measure]
    due = Q(promised_at__gte=start, promised_at__lt=end) & here
    rated = Q(report__rating__at__gte=start, report__rating__at__lt=end)
    given = Q(report__routing__given_at__gte=start, report__routing__given_at__lt=end)
    automated = given & Q(report__routing__by_machine=True)
    return {
        "received": Q(received_at__gte=start, received_at__lt=end),
        "answered": answered,
        HERE: answered & here,
        "due": due,
        "closed": due & Q(answered_at__lt=end, answered_at__lte=now),
        "rated": rated,
        "satisfied": rated & Q(report__rating__level__gt=max(BAD)),
        "badly_rated": rated & Q(report__rating__level__in=BAD),
        "given": given,
        "automated": automated,
        "overridden": automated & Q(report__routing__overridden_at__isnull=False),
        "late": late_now,
        "unfinished": ~Q(state__in=STAGES["done"]),
        **funnel(start, end),
        **onward(start, end),
    }[measure]


def behind(viewer: Actor, asked: Slice, *, now: datetime) -> QuerySet[Case]:
    """The cases behind a figure, newest first: as many as the figure says.

    Raises KeyError for a measure or a dimension there isn't.
    """
    if asked.measure not in LISTED:
        raise KeyError(asked.measure)
    cases = visible(viewer).filter(condition(asked.measure, asked.period, now=now))
    for dimension, code in asked.only.items():
        if dimension == "team":
            cases = cases.filter(team=int(code), state="referred")
        elif dimension in DECIDED_BY:
            cases = cases.filter(**{f"report__routing__{dimension}": code})
        elif dimension not in TABLED:
            raise KeyError(dimension)
        elif code == NOBODY and dimension == "unit":
            cases = cases.filter(unit=None)
        else:
            cases = cases.filter(**{dimension: code})
    return cases.select_related("reported__parent", "organ", "unit").order_by("-received_at", "-pk")


def cubes(
    viewer: Actor, asked: Mapping[str, tuple[Period, Sequence[str]]], *, now: datetime
) -> tuple[dict[str, Cube], dict[str, tuple[str, str]]]:
    """For each name asked, the measures of a period by every dimension; and the organs' names in Chinese and English.

    A reading of the cases for each lot of `APART` and one for the rest.
    """
    columns = {
        (name, measure): condition(measure, period, now=now)
        for name, (period, measures) in asked.items()
        for measure in measures
    }
    lots: dict[str, dict[Column, Q]] = defaultdict(dict)
    for column, asked_for in columns.items():
        lots[_LOTS.get(column[1], "")][column] = asked_for
    totals: dict[str, Counter[str]] = {name: Counter() for name in asked}
    lines: dict[str, dict[str, dict[str, Counter[str]]]] = {
        name: {dimension: defaultdict(Counter) for dimension in DIMENSIONS} for name in asked
    }
    for lot, chosen in lots.items():
        for dimension, key, counts in _by_each(viewer, chosen, APART.get(lot, Q())):
            for (name, measure), n in counts.items():
                if n:
                    (lines[name][dimension][key] if dimension else totals[name])[measure] = n
    organs = {key for by in lines.values() for key in by["organ"]}
    named = Unit.objects.filter(pk__in=organs).values_list("pk", "name", "name_en")
    names = {str(pk): (name, name_en) for pk, name, name_en in named}
    return {name: Cube(totals[name], lines[name]) for name in asked}, names


def _by_each(
    viewer: Actor, columns: Mapping[Column, Q], common: Q
) -> Iterator[tuple[str, str, dict[Column, int]]]:
    """How many cases each column counts: by each key of each dimension, and, under dimension "", of all.

    The database groups by all dimensions first: what it then adds up by each of them is thousands of rows, not all.
    """
    counts = {f"n{place}": Count("pk", filter=wanted) for place, wanted in enumerate(columns.values())}
    rows = visible(viewer).filter(common, reduce(or_, columns.values())).order_by()
    try:
        cells, params = rows.values_list(*DIMENSIONS).annotate(**counts).query.sql_with_params()
    except EmptyResultSet:  # no case exists for this viewer, whatever is asked
        return
    keys = [f"k{place}" for place in range(len(DIMENSIONS))]
    sums = ", ".join(f"sum({name})::bigint" for name in counts)
    sql = (
        f"SELECT {', '.join(keys)}, {sums} "
        f"FROM ({cells}) AS cell({', '.join((*keys, *counts))}) "
        f"GROUP BY GROUPING SETS ((), {', '.join(f'({key})' for key in keys)})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for row in cursor.fetchall():
            found = dict(zip(columns, (n or 0 for n in row[len(keys) :]), strict=True))
            of = [(name, str(key)) for name, key in zip(DIMENSIONS, row, strict=False) if key is not None]
            yield *(of[0] if of else ("", "")), found


def received(viewer: Actor, period: Period) -> int:
    """Reports received in a period."""
    start, end = moments(period)
    return visible(viewer).filter(received_at__gte=start, received_at__lt=end).count()


def due_in(viewer: Actor, period: Period) -> QuerySet[Case]:
    """The cases whose promised day lies in a period: what was to be closed in it (S0-29)."""
    start, _ = moments(period)
    return visible(viewer).filter(condition("due", period, now=start))


def closing(viewer: Actor, period: Period, *, now: datetime) -> Share:
    """Of the cases due in a period, those answered by its end (or by now, while it runs)."""
    due = due_in(viewer, period)
    return Share(due.filter(condition("closed", period, now=now)).count(), due.count())


def late(viewer: Actor, *, now: datetime) -> QuerySet[Case]:
    """Unanswered cases that stand still past a deadline now, locked ones included."""
    return visible(viewer).filter(_late(now))


def _late(now: datetime) -> Q:
    """A revisit that is late after the answer isn't the unit's: it stands in the clerks' list of work."""
    return late_at(now) & ~Q(state__in=STAGES["done"])


def satisfied(viewer: Actor, period: Period) -> Share:
    """Of the answers rated in a period, those rated at least 基本满意."""
    start, _ = moments(period)
    part, whole = (
        visible(viewer).filter(condition(m, period, now=start)).count() for m in ("satisfied", "rated")
    )
    return Share(part, whole)


def on_the_platform(
    viewer: Actor, period: Period, rules: Policy, answered: int | None = None
) -> dict[str, Share]:
    """How many of the matters answered in a period went beside the platform, by how (S3-04).

    `answered`: how many these are, where a page has counted `HERE` already.
    """
    here = condition(HERE, period, now=moments(period)[1])
    whole = visible(viewer).filter(here).count() if answered is None else answered
    return {how: Share(part, whole) for how, part in outside(viewer, here, rules).items()}


def called(viewer: Actor, period: Period) -> Share:
    """Of the reporters reached by telephone in a period, those who were satisfied with the answer (S0-25, S3-23)."""
    asked = reached(*moments(period))
    counts = {measure: Count("pk", filter=wanted) for measure, wanted in asked.items()}
    counted = visible(viewer).filter(asked["called"]).aggregate(**counts)
    return Share(counted["called_satisfied"], counted["called"])


def distribution(viewer: Actor, dimension: str, period: Period, *, now: datetime) -> list[Row]:
    """The cases received in a period by one dimension, largest first (S0-20)."""
    if dimension not in DIMENSIONS:
        raise KeyError(dimension)
    start, end = moments(period)
    cases = visible(viewer).filter(received_at__gte=start, received_at__lt=end)
    counts = cases.values(dimension, "state").annotate(n=Count("pk"), late=Count("pk", filter=_late(now)))
    stages: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(STAGES, 0))
    lates: dict[str, int] = defaultdict(int)
    for row in counts:
        key = str(row[dimension])
        stage = next(name for name, states in STAGES.items() if row["state"] in states)
        stages[key][stage] += row["n"]
        lates[key] += row["late"]
    names = _names(dimension, stages)
    rows = [Row(key, names.get(key, key), sum(s.values()), s, lates[key]) for key, s in stages.items()]
    return sorted(rows, key=lambda row: (-row.total, row.key))


def _names(dimension: str, keys: dict[str, dict[str, int]]) -> dict[str, str]:
    if dimension != "organ":
        return {}
    return {str(pk): name for pk, name in Unit.objects.filter(pk__in=keys).values_list("pk", "name")}


def weekly(viewer: Actor, period: Period) -> list[tuple[date, int, int]]:
    """Received and answered by week (the Monday) over a period, weeks without either included."""
    came, went = (_by_week(viewer, period, moment) for moment in ("received_at", "answered_at"))
    monday = period.first - timedelta(days=period.first.weekday())
    weeks = [monday + timedelta(weeks=i) for i in range((period.last - monday).days // 7 + 1)]
    return [(week, came.get(week, 0), went.get(week, 0)) for week in weeks]


def _by_week(viewer: Actor, period: Period, moment: str) -> dict[date, int]:
    start, end = moments(period)
    inside = visible(viewer).filter(**{f"{moment}__gte": start, f"{moment}__lt": end}).order_by()
    weeks = inside.values_list(TruncWeek(moment, tzinfo=SHANGHAI)).annotate(n=Count("pk"))
    return {week.astimezone(SHANGHAI).date(): n for week, n in weeks}


def queues(viewer: Actor) -> dict[int, int]:
    """How many of the viewer's cases wait in each work team's queue, by the team's id (S0-05)."""
    rows = visible(viewer).filter(state="referred").values("team").annotate(n=Count("pk"))
    return {row["team"]: row["n"] for row in rows}
