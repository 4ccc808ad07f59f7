"""Reads of cases. Every one takes the viewer, and what a viewer may not see isn't there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import Expression, Q, QuerySet

from huiyin.cases.models import Case, Deadline
from huiyin.cases.rules.history import begin, evolve
from huiyin.cases.rules.lifecycle import (
    ARBITERS,
    LIFECYCLE,
    OPEN,
    SEES_REPORT,
    SIGNING,
    Snapshot,
    roles_on,
)
from huiyin.cases.rules.title import title_of
from huiyin.cases.search.ways import reads, rows, strange, ways
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.prepared import Fixed, Given
from huiyin.ledger.queries import events_of
from huiyin.organisations.leaves import all_away


def visible(viewer: Actor) -> QuerySet[Case]:
    """The cases that exist for `viewer`: the same rule as `roles_on`, as a condition on rows."""
    return rows(viewer, *ways(viewer))


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


_NUMBERED = Fixed(
    lambda: Case.objects.select_related(
        "report__place", "reported", "committee", "acceptor", "team", "unit", "organ"
    ).filter(number=Given("number"))
)


def case_for(viewer: Actor, number: str) -> CaseFile | None:
    """The file `number` for `viewer`; None where it doesn't exist for them, whatever the reason."""
    case = _NUMBERED.first(number=number)
    roles = roles_on(case.snapshot(), viewer) if case else frozenset()
    if case is None or not roles:
        return None
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
    channel: str = ""
    acceptor: int | None = None
    since: date | None = None
    until: date | None = None
    late: bool = False
    team: int | None = None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def listed(viewer: Actor, asked: Filter, *, now: datetime) -> QuerySet[Case]:
    """The viewer's cases that answer `asked`, newest first."""
    cases = answering(visible(viewer), viewer, asked, now=now)
    return cases.select_related("reported", "unit", "team", "committee").order_by("-received_at", "-report")


def answering(cases: QuerySet[Case], viewer: Actor, asked: Filter, *, now: datetime) -> QuerySet[Case]:
    """Those of `cases` that answer `asked`."""
    plain = {f: v for f in ("level", "system", "problem_type") if (v := getattr(asked, f))}
    cases = cases.filter(**plain)
    if asked.state:
        cases = cases.filter(state__in=OPEN.split() if asked.state == "open" else [asked.state])
    if asked.team:
        cases = cases.filter(team=asked.team, state="referred")
    if asked.unit:
        cases = cases.filter(Q(reported=asked.unit) | Q(organ=asked.unit) | Q(unit=asked.unit))
    if asked.since:
        cases = cases.filter(received_at__gte=_midnight(asked.since))
    if asked.until and asked.until < date.max:
        cases = cases.filter(received_at__lt=_midnight(asked.until + timedelta(days=1)))
    if asked.channel or asked.acceptor:
        cases = _came_by(cases, viewer, asked)
    return cases.filter(late(now)) if asked.late else cases


def _came_by(cases: QuerySet[Case], viewer: Actor, asked: Filter) -> QuerySet[Case]:
    """By channel and accepting body: how somebody spoke up is the committee's alone to know, and to ask for."""
    cases = cases.filter(reads(viewer))
    if asked.channel:
        cases = cases.filter(channel=asked.channel)
    return cases.filter(acceptor=asked.acceptor) if asked.acceptor else cases


def late(now: datetime | Expression) -> Q:
    """Which cases stand still past a deadline at `now`: their step's, the promise to the reporter, or locked."""
    promise = Q(promised_at__lt=now, answered_at=None)
    standing = Q(overdue=True) | Q(due_at__lt=now) | Q(state="locked") | promise
    return Q(state__in=OPEN.split()) & standing  # said although it follows: there is an index of what is open


MINE = {
    "reviewer": ("received", "objected", "approved"),
    "supervisor": ("locked",),
    "arbiter": ("disputed",),
    "team": ("referred",),
    "handler": ("assigned", "verifying"),
    "approver": ("submitted",),
    "clerk": ("answered",),
}
"""Which states wait for whom."""


def my_work(viewer: Actor) -> QuerySet[Case]:
    """What waits for the viewer's own act, ordered by what happens next if nobody acts."""
    above = Q(team__in=viewer.units_as("team"), state__in=MINE["team"])
    for role in ("reviewer", "supervisor", "clerk"):
        above |= Q(committee__in=viewer.units_as(role), state__in=MINE[role])
    above |= Q(arbiter__in=viewer.units_as(*ARBITERS), state__in=MINE["arbiter"])
    mine = above & strange(viewer)
    me = viewer.account_id
    if me is not None:
        mine |= Q(unit__in=viewer.units_as("handler"), handlers__contains=[me], state__in=MINE["handler"])
        mine |= Q(unit__in=viewer.units_as(*SIGNING), approver=me, state__in=MINE["approver"])
    return visible(viewer).filter(mine).select_related("reported", "unit").order_by("due_at", "pk")


_WAITING = """
SELECT EXISTS (SELECT 1 FROM cases_case WHERE due_at < %(now)s AND NOT overdue),
  EXISTS (SELECT 1 FROM cases_deadline WHERE kind = 'whole' AND ended_at IS NULL AND NOT missed AND due_at < %(now)s),
  EXISTS (SELECT 1 FROM cases_deadline WHERE ended_at IS NULL AND warned_at IS NULL AND warn_at <= %(now)s)
"""


def waiting(now: datetime) -> tuple[bool, bool, bool]:
    """Whether `past_due`, `past_promises` and `to_warn` have any: one look of a worker that is idle."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, {"now": now})
        cases, promises, warnings = cursor.fetchone()
    return cases, promises, warnings


def waiting_for_absent(on: date) -> list[str]:
    """Numbers of files whose signer is away on a day."""
    rows = Case.objects.filter(state="submitted", approver__in=all_away(on))
    return list(rows.values_list("number", flat=True))


def past_due(now: datetime) -> QuerySet[Case, str]:
    """The numbers of cases whose step is past its deadline and that nobody marked yet, longest first."""
    due = Case.objects.filter(due_at__lt=now, overdue=False).order_by("due_at")
    return due.values_list("number", flat=True)


def past_promises(now: datetime) -> QuerySet[Deadline, int]:
    """The promises to reporters (ids of deadlines) that ran out without an answer and were not marked yet."""
    lapsed = Deadline.objects.filter(kind="whole", ended_at=None, missed=False, due_at__lt=now)
    return lapsed.order_by("due_at").values_list("pk", flat=True)


def to_warn(now: datetime) -> QuerySet[Deadline, int]:
    """The running deadlines (ids) of which somebody is to be warned now."""
    near = Deadline.objects.filter(ended_at=None, warned_at=None, warn_at__lte=now)
    return near.order_by("warn_at").values_list("pk", flat=True)


def replayed(number: str) -> tuple[Snapshot, Snapshot]:
    """A case's stored snapshot and the fold of its events: equal, or something wrote past the actions."""
    case = Case.objects.get(number=number)
    first, *rest = events_of("case", case.pk)
    fold = begin(first.data)
    for event in rest:
        fold = evolve(fold, event.verb, event.data, event.at)
    return case.snapshot(), fold
