"""The program's own measures. Each is defined once here and used by every page, paper, export and the replay.

All take the viewer: what doesn't exist for somebody isn't counted for them either.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncWeek

from huiyin.cases.models import Case, Deadline
from huiyin.cases.queries import visible
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.organisations.models import Unit
from huiyin.ratings.models import Rating
from huiyin.ratings.rules.levels import BAD
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.measures import DIMENSIONS, STAGES, Row, Share


def moments(period: Period) -> tuple[datetime, datetime]:
    """The first moment of a period and the first after it."""
    start = datetime.combine(period.first, time(), SHANGHAI)
    return start, datetime.combine(period.last + timedelta(days=1), time(), SHANGHAI)


def received(viewer: Actor, period: Period) -> int:
    """Reports received in a period."""
    start, end = moments(period)
    return visible(viewer).filter(received_at__gte=start, received_at__lt=end).count()


def due_in(viewer: Actor, period: Period) -> QuerySet[Case]:
    """The cases whose promised day lies in a period: what was to be closed in it (S0-29)."""
    start, end = moments(period)
    due = Deadline.objects.filter(kind="whole", due_at__gte=start, due_at__lt=end)
    return visible(viewer).filter(pk__in=due.values("case"))


def closing(viewer: Actor, period: Period, *, now: datetime) -> Share:
    """Of the cases due in a period, those answered by its end (or by now, while it runs)."""
    _, end = moments(period)
    due = due_in(viewer, period)
    return Share(due.filter(answered_at__lt=end, answered_at__lte=now).count(), due.count())


def late(viewer: Actor, *, now: datetime) -> QuerySet[Case]:
    """Cases that stand still past a deadline now, locked ones included."""
    return visible(viewer).filter(Q(overdue=True) | Q(due_at__lt=now) | Q(state="locked"))


def satisfied(viewer: Actor, period: Period) -> Share:
    """Of the answers rated in a period, those rated at least 基本满意."""
    start, end = moments(period)
    rated = Rating.objects.filter(report__case__in=visible(viewer), at__gte=start, at__lt=end)
    return Share(rated.exclude(level__in=BAD).count(), rated.count())


def distribution(viewer: Actor, dimension: str, period: Period, *, now: datetime) -> list[Row]:
    """The cases received in a period by one dimension, largest first (S0-20)."""
    if dimension not in DIMENSIONS:
        raise KeyError(dimension)
    start, end = moments(period)
    cases = visible(viewer).filter(received_at__gte=start, received_at__lt=end)
    is_late = Q(overdue=True) | Q(due_at__lt=now) | Q(state="locked")
    counts = cases.values(dimension, "state").annotate(n=Count("pk"), late=Count("pk", filter=is_late))
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
    start, end = moments(period)
    cases = visible(viewer)

    def by_week(field: str) -> dict[date, int]:
        rows = (
            cases.filter(**{f"{field}__gte": start, f"{field}__lt": end})
            .annotate(week=TruncWeek(field, tzinfo=SHANGHAI))
            .values("week")
            .annotate(n=Count("pk"))
        )
        return {row["week"].date(): row["n"] for row in rows}

    came, went = by_week("received_at"), by_week("answered_at")
    monday = period.first - timedelta(days=period.first.weekday())
    weeks = [monday + timedelta(weeks=i) for i in range((period.last - monday).days // 7 + 1)]
    return [(week, came.get(week, 0), went.get(week, 0)) for week in weeks]
