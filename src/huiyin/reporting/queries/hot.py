"""What many people write about, as far as it exists for the viewer: an issue that touches the viewer's own house, or
somebody close to them, isn't there at all, and of every other only the matters they may see are counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from huiyin.cases.models import Case
from huiyin.cases.queries import late, visible
from huiyin.cases.search.ways import on
from huiyin.kernel.actor import Actor
from huiyin.reporting.queries.conditions import moments
from huiyin.reporting.rules.cycles import Period
from huiyin.triage.likeness.rules.ranking import LEAST, Matter, Standing, standing
from huiyin.triage.models import HotMember

HOT_READERS = ("leader", "reviewer", "supervisor")


@dataclass(frozen=True)
class Hot:
    """One issue for one viewer: its number, the case in its middle, where it stands, its cases (ids)."""

    issue: int
    middle: Case
    standing: Standing
    cases: tuple[int, ...]


def hot_issues(viewer: Actor, period: Period, *, now: datetime, region: str = "") -> list[Hot]:
    """The issues of the cases received in `period` (and in a region), the one to look at first first."""
    start, end = moments(period)
    cases = _seen(viewer).filter(received_at__gte=start, received_at__lt=end)
    if region:
        cases = cases.filter(reported__region__code=region)
    return _ranked(cases, until=min(now, end), now=now)


def hot_issue(viewer: Actor, issue: int, *, now: datetime) -> tuple[Hot, list[Case]] | None:
    """One issue with the cases that the viewer may see, the latest first; None where it doesn't exist for them."""
    cases = _seen(viewer).filter(report__hot__issue=issue)
    found = _ranked(cases, until=now, now=now)
    if not found:
        return None
    rows = cases.select_related("report", "reported", "organ").order_by("-received_at", "-pk")
    return found[0], list(rows)


def _seen(viewer: Actor) -> QuerySet[Case]:
    committees = viewer.units_as(*HOT_READERS)
    touching = _touching(viewer)
    cases = visible(viewer).filter(committee__in=committees, report__hot__isnull=False)
    return cases.exclude(report__hot__issue__in=touching) if touching else cases


def _touching(viewer: Actor) -> Collection[int]:
    """The issues with a matter about the viewer's own house, themselves or somebody close to them."""
    about = on(viewer.stays_out_for)
    if viewer.home is not None:
        about |= Q(organ=viewer.home)
    mine = Case.objects.filter(about).values("report")
    return set(HotMember.objects.filter(report__in=mine).values_list("issue", flat=True))


def _ranked(cases: QuerySet[Case], *, until: datetime, now: datetime) -> list[Hot]:
    behind = set(cases.filter(late(now)).values_list("pk", flat=True))
    matters: dict[int, list[Matter]] = defaultdict(list)
    members: dict[int, list[tuple[int, int]]] = defaultdict(list)
    held: dict[int, float] = {}
    for pk, issue, close, place, person, at, urgency in cases.values_list(
        "pk",
        "report__hot__issue",
        "report__hot__issue__held",
        "report__hot__place",
        "report__hot__person",
        "received_at",
        "report__routing__priority",
    ):
        matters[issue].append(Matter(at, person, urgency or 0, pk in behind))
        members[issue].append((place, pk))
        held[issue] = close
    standings = {i: standing(rows, until=until, held=held[i]) for i, rows in matters.items()}
    hot = sorted(
        (i for i, one in standings.items() if one.people >= LEAST),
        key=lambda i: (-standings[i].score, -standings[i].last.timestamp(), i),
    )
    middles = Case.objects.select_related("reported", "organ").in_bulk([min(members[i])[1] for i in hot])
    return [
        Hot(i, middles[min(members[i])[1]], standings[i], tuple(pk for _, pk in sorted(members[i])))
        for i in hot
    ]
