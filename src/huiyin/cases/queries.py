"""Reads of cases. Every one takes the viewer, and what a viewer may not see isn't there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from huiyin.cases.models import Case
from huiyin.cases.rules.lifecycle import (
    LIFECYCLE,
    OPEN,
    SEES_REPORT,
    Snapshot,
    account_id,
    begin,
    evolve,
    roles_on,
)
from huiyin.cases.rules.title import title_of
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.queries import events_of

COMMITTEE_ROLES = ("reviewer", "supervisor", "clerk", "leader")


def visible(viewer: Actor) -> QuerySet[Case]:
    """The cases that exist for `viewer`: the same rule as `roles_on`, as a condition on rows."""
    me = account_id(viewer)
    of_committee = Q(committee__in=viewer.units_as(*COMMITTEE_ROLES))
    of_team = Q(team__in=viewer.units_as("team"), state="referred")
    above = of_committee | of_team
    if viewer.home is not None:
        above &= ~Q(organ=viewer.home)
    rows = above
    if me is not None:
        rows |= Q(unit__in=viewer.units_as("handler"), handlers__contains=[me])
        rows |= Q(unit__in=viewer.units_as("approver"), approver=me)
    cases = Case.objects.filter(rows)
    return cases if viewer.officer is None else cases.exclude(accused__contains=[viewer.officer])


@dataclass(frozen=True)
class CaseFile:
    """A case as one viewer may see it: with the report as sent for the committee, redacted for everybody else."""

    case: Case
    roles: frozenset[str]
    verbs: tuple[str, ...]
    title: str
    text: str

    @property
    def sees_report(self) -> bool:
        return bool(self.roles & SEES_REPORT)


def case_for(viewer: Actor, number: str) -> CaseFile | None:
    """The file `number` for `viewer`; None where it doesn't exist for them, whatever the reason."""
    case = (
        visible(viewer)
        .select_related("report__place", "reported", "committee", "team", "unit", "organ")
        .filter(number=number)
        .first()
    )
    if case is None:
        return None
    roles = roles_on(case.snapshot(), viewer)
    sees = bool(roles & SEES_REPORT)
    return CaseFile(
        case=case,
        roles=roles,
        verbs=LIFECYCLE.open_to(case.state, roles),
        title=case.title if sees else title_of(case.summary),
        text=case.report.text if sees else case.summary,
    )


@dataclass(frozen=True)
class Filter:
    """What the supervision list is asked (S0-31). Empty: everything."""

    level: str = ""
    system: str = ""
    state: str = ""
    unit: int | None = None
    problem_type: str = ""
    since: date | None = None
    until: date | None = None
    late: bool = False
    words: str = ""


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def listed(viewer: Actor, asked: Filter, *, now: datetime) -> QuerySet[Case]:
    """The viewer's cases that answer `asked`, newest first."""
    cases = (
        visible(viewer)
        .select_related("reported", "unit", "team", "committee")
        .order_by("-received_at", "-pk")
    )
    plain = {f: v for f in ("level", "system", "problem_type") if (v := getattr(asked, f))}
    cases = cases.filter(**plain)
    if asked.state:
        cases = cases.filter(state__in=OPEN.split() if asked.state == "open" else [asked.state])
    if asked.unit:
        cases = cases.filter(Q(reported=asked.unit) | Q(organ=asked.unit) | Q(unit=asked.unit))
    if asked.since:
        cases = cases.filter(received_at__gte=_midnight(asked.since))
    if asked.until:
        cases = cases.filter(received_at__lt=_midnight(asked.until + timedelta(days=1)))
    if asked.late:
        cases = cases.filter(Q(overdue=True) | Q(due_at__lt=now) | Q(state="locked"))
    return _worded(cases, viewer, asked.words.strip())


def _worded(cases: QuerySet[Case], viewer: Actor, words: str) -> QuerySet[Case]:
    """Cases whose number or words match: what the committee may read, else only the redacted summary."""
    if not words:
        return cases
    redacted = Q(number__iendswith=words) | Q(summary__icontains=words)
    of_committee = Q(committee__in=viewer.units_as(*SEES_REPORT))
    return cases.filter(
        redacted | of_committee & (Q(title__icontains=words) | Q(report__text__icontains=words))
    )


MINE = {
    "reviewer": ("received", "approved"),
    "supervisor": ("locked",),
    "team": ("referred",),
    "handler": ("assigned", "verifying"),
    "approver": ("submitted",),
    "clerk": ("answered",),
}
"""Which states wait for whom."""


def my_work(viewer: Actor, *, now: datetime) -> QuerySet[Case]:
    """What waits for the viewer's own act, ordered by what happens next if nobody acts."""
    me = account_id(viewer)
    mine = Q(pk__in=[])
    for role in ("reviewer", "supervisor", "clerk"):
        mine |= Q(committee__in=viewer.units_as(role), state__in=MINE[role])
    mine |= Q(team__in=viewer.units_as("team"), state="referred")
    if me is not None:
        mine |= Q(unit__in=viewer.units_as("handler"), handlers__contains=[me], state__in=MINE["handler"])
        mine |= Q(unit__in=viewer.units_as("approver"), approver=me, state__in=MINE["approver"])
    return visible(viewer).filter(mine).select_related("reported", "unit").order_by("due_at", "pk")


def replayed(number: str) -> tuple[Snapshot, Snapshot]:
    """A case's stored snapshot and the fold of its events: equal, or something wrote past the actions."""
    case = Case.objects.get(number=number)
    first, *rest = events_of("case", case.pk)
    fold = begin(first.data)
    for event in rest:
        fold = evolve(fold, event.verb, event.data, event.at)
    return case.snapshot(), fold
