"""The program's own measures. Each is defined once here and used by every page, paper, export and the replay.

All take the viewer: what doesn't exist for somebody isn't counted for them either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, QuerySet

from huiyin.cases.models import Case
from huiyin.cases.queries import visible
from huiyin.kernel.actor import Actor
from huiyin.ledger.prepared import worded
from huiyin.organisations.models import Unit
from huiyin.policy.queries import policy
from huiyin.reporting.queries.conditions import (
    any_of,
    condition,
    given,
    late_of_units,
    moments,
    moments_of,
)
from huiyin.reporting.queries.counting import Cases
from huiyin.reporting.queries.cubes import cubes
from huiyin.reporting.queries.outside import signs
from huiyin.reporting.queries.parts import Sight, in_parts, sight_of
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.figures import TABLED
from huiyin.reporting.rules.measures import (
    CALLED,
    DIMENSIONS,
    HERE,
    LISTED,
    OUTSIDE,
    STAGES,
    Row,
    Share,
    Slice,
)
from huiyin.reporting.rules.weeks import Counts

NOBODY = "0"
"""The key of cases that nobody handles yet, in the dimension `unit`."""

DECIDED_BY = ("rule", "version")
"""What made a first dispatch: a rule of the city, or a version of what was learnt."""


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
    return visible(viewer).filter(late_of_units(now))


def satisfied(viewer: Actor, period: Period) -> Share:
    """Of the answers rated in a period, those rated at least 基本满意."""
    start, _ = moments(period)
    part, whole = (
        visible(viewer).filter(condition(m, period, now=start)).count() for m in ("satisfied", "rated")
    )
    return Share(part, whole)


def on_the_platform(
    viewer: Actor, period: Period, answered: int | None = None, sight: Sight | None = None
) -> dict[str, Share]:
    """How many of the matters answered in a period went beside the platform, by how (S3-04).

    `answered`: how many these are, where a page has counted `HERE` already.
    """
    whole = visible(viewer).filter(any_of([moments(period)], HERE)).count() if answered is None else answered
    found = in_parts(sight or sight_of(viewer), period, OUTSIDE, went_beside).get("", {}).get("", {})
    return {how: Share(found.get(how, 0), whole) for how in OUTSIDE}


def went_beside(cases: Cases, parts: Sequence[Period]) -> Counts:
    """Of what was answered in some periods what went beside the platform, by how, and by any of these."""
    found: dict[str, set[int]] = defaultdict(set)
    for pk, how in _went_beside(cases, len(parts)).all(**moments_of(parts)):
        found[how].add(pk)
        found["outside"].add(pk)
    return {"": {"": {how: len(cases) for how, cases in found.items()}}}


@worded
def _went_beside(cases: Cases, times: int) -> QuerySet[Case, tuple[int, str]]:
    return signs(cases.rows().filter(any_of(given(times), HERE)), policy())


def called(viewer: Actor, period: Period, *, now: datetime) -> Share:
    """Of the reporters reached by telephone in a period, those who were satisfied with the answer (S0-25, S3-23)."""
    found, _ = cubes(viewer, {"": (period, CALLED)}, now=now)
    return found[""].share("called_satisfied", "called")


def distribution(viewer: Actor, dimension: str, period: Period, *, now: datetime) -> list[Row]:
    """The cases received in a period by one dimension, largest first (S0-20)."""
    if dimension not in DIMENSIONS:
        raise KeyError(dimension)
    start, end = moments(period)
    cases = visible(viewer).filter(received_at__gte=start, received_at__lt=end)
    counts = cases.values(dimension, "state").annotate(
        n=Count("pk"), late=Count("pk", filter=late_of_units(now))
    )
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


def queues(viewer: Actor) -> dict[int, int]:
    """How many of the viewer's cases wait in each work team's queue, by the team's id (S0-05)."""
    rows = visible(viewer).filter(state="referred").values("team").annotate(n=Count("pk"))
    return {row["team"]: row["n"] for row in rows}
