"""What was asked of a case's clock, and how each of its dates came about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, QuerySet

from huiyin.cases.models import Case, Deadline, MovedDay, Recounting, TimeRequest
from huiyin.cases.rules.leeway import ASKS, DECIDES, Asked
from huiyin.cases.rules.lifecycle import SEES_CASE, roles_on
from huiyin.cases.rules.processes import PROCESSES, Clock, Process, processes
from huiyin.cases.times.competence import objecting
from huiyin.kernel import deadlines as kernel
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.limits import Limit
from huiyin.ledger.prepared import Fixed
from huiyin.policy import queries as policy


@dataclass(frozen=True)
class Explained:
    """A running deadline: what for, when, and `kernel.deadlines.Deadline` as kept, which says how it came about."""

    kind: str
    due_at: datetime
    how: dict[str, Any]


def explained(case: Case, viewer: Actor) -> list[Explained]:
    """The dates that are open in a case, the next step's first; none for whoever has no part in it."""
    if not roles_on(case.snapshot(), viewer) & (SEES_CASE | {"leader"}):
        return []
    rows = case.deadlines.filter(ended_at=None, kind__in=(case.due_kind, "whole")).order_by("pk")
    found = [Explained(row.kind, row.due_at, row.how) for row in rows]
    return sorted(found, key=lambda one: one.kind == "whole")


def processes_of(case: Case, now: datetime) -> list[Process]:
    """How the four processes of a case stand (S3-13)."""
    rows = case.deadlines.filter(kind__in=PROCESSES).order_by("pk")
    return processes((Clock(row.kind, row.started_at, row.due_at, row.ended_at) for row in rows), now)


def promise_of(case: Case) -> Explained:
    """The promise to the reporter, as its own page shows it."""
    row = case.deadlines.get(kind="whole")
    return Explained(row.kind, row.due_at, row.how)


def touched_by(first: date, last: date, now: datetime) -> QuerySet[Deadline]:
    """The open deadlines that are still to come and whose days a change between two days may move."""
    begins, ends = (datetime.combine(day, time(), SHANGHAI) for day in (first, last + timedelta(days=1)))
    rows = Deadline.objects.filter(ended_at=None, due_at__gt=now, due_at__gte=begins, started_at__lt=ends)
    return rows.exclude(how__limit__unit="hours").order_by("pk")


@dataclass(frozen=True)
class Moving:
    """What a change of the calendar would move: how many open deadlines, promises to reporters among them."""

    looked_at: int
    moved: int = 0
    promises: int = 0
    furthest: int = 0


def would_move(days: Sequence[tuple[date, bool]], now: datetime, most: int = 20_000) -> Moving:
    """Counts the days anew as though the change were made; nothing is written. Numbers only, of no case."""
    table = policy.calendar().with_changes(dict(days))
    found = Moving(0)
    for row in touched_by(min(days)[0], max(days)[0], now)[:most].select_related(*_PLACES).iterator(500):
        region = (row.case.unit or row.case.committee).region.code
        due = kernel.again(kernel.Deadline.from_json(row.how), table, policy.office_hours(region)).due_at
        apart = abs((due - row.due_at).days) if due > now else 0
        moves = due != row.due_at and due > now
        found = Moving(
            found.looked_at + 1,
            found.moved + moves,
            found.promises + (moves and row.kind == "whole"),
            max(found.furthest, apart),
        )
    return found


_PLACES = ("case__unit__region", "case__committee__region")


def moved_by(changed: Iterable[str]) -> dict[str, int]:
    """How many days each change of the calendar moved."""
    rows = MovedDay.objects.filter(changed__in=list(changed)).values("changed")
    return {row["changed"]: row["n"] for row in rows.annotate(n=Count("pk"))}


_RUNS = Fixed(
    lambda: Recounting.objects.filter(ended_at=None).values_list("pk", flat=True)[:1], planned=False
)


def recount_waits() -> bool:
    """Whether a change of the calendar is on its way; asked in each round of a worker."""
    return bool(_RUNS.all())


def recounts() -> list[Recounting]:
    """The changes of the calendar that are still on their way to what is promised, the oldest first."""
    return list(Recounting.objects.filter(ended_at=None).order_by("at", "pk"))


@dataclass(frozen=True)
class Moves:
    """How many deadlines of a kind a change of the calendar moved from one day to another."""

    kind: str
    was: date
    becomes: date
    n: int


def moves_by(changed: str) -> list[Moves]:
    """What a change of the calendar moved, by kind and day: figures, of no case. `changed`: the day, or a year."""
    rows = MovedDay.objects.filter(changed=changed).values_list("deadline__kind", "was", "becomes")
    found = Counter(
        (kind, was.astimezone(SHANGHAI).date(), becomes.astimezone(SHANGHAI).date())
        for kind, was, becomes in rows.iterator(2000)
    )
    return [Moves(*key, n) for key, n in sorted(found.items(), key=lambda one: (one[0][1:], one[0][0]))]


def requests(case: Case) -> QuerySet[TimeRequest]:
    """What was asked, oldest first, with who asked and who decided."""
    return case.time_requests.select_related("by", "decided_by").order_by("at", "pk")


def waiting(case: Case) -> TimeRequest | None:
    """What waits to be decided."""
    return requests(case).filter(decided_at=None).first()


def standing_still(case: Case, now: datetime) -> TimeRequest | None:
    """The suspension that is on."""
    return granted_to(case).filter(begins_at__lte=now, ends_at__gt=now).first()


def granted_to(case: Case) -> QuerySet[TimeRequest]:
    """What moved the case's days, in order."""
    return case.time_requests.filter(granted=True).order_by("decided_at", "pk")


def asked_of(case: Case, now: datetime) -> Asked:
    """What was asked so far, for the rules."""
    rows = list(case.time_requests.all())
    waits = next((row.kind for row in rows if row.decided_at is None), "")
    still = any(
        row.granted and row.begins_at and row.ends_at and row.begins_at <= now < row.ends_at for row in rows
    )
    return Asked(waits, tuple(row.kind for row in rows if row.granted), still)


def most_for(case: Case, kind: str, now: datetime) -> Limit:
    """The city's row for an extension or a suspension of the step that runs."""
    region = (case.unit or case.committee).region.code
    return policy.limit(
        kind,
        region=region,
        on=now.astimezone(SHANGHAI).date(),
        kind=case.problem_type,
        channel=case.channel,
        stage=case.due_kind,
    )


def offered(case: Case, verbs: tuple[str, ...], roles: frozenset[str], now: datetime) -> tuple[str, ...]:
    """Those of `verbs` that make sense as the clock, and whose it is, stand; every other verb stays."""
    if case.due_kind == "handling":
        verbs = tuple(verb for verb in verbs if verb != "establish")
    if set(verbs) & {"object_to", "dispute"}:
        may = objecting(case, now)
        verbs = tuple(verb for verb in verbs if verb == may or verb not in ("object_to", "dispute"))
    if not set(verbs) & {*ASKS, *DECIDES, "resume"}:
        return verbs
    so_far = asked_of(case, now)
    waiting = case.time_requests.filter(decided_at=None).first() if so_far.waits else None
    granters = set(Limit.from_json(waiting.limit).granted_by) if waiting else set()
    used_up = {
        verb
        for verb, kind in ASKS.items()
        if verb in verbs and so_far.granted.count(kind) >= most_for(case, kind, now).times
    }
    decide = set(DECIDES) if not granters & roles else set()
    return tuple(verb for verb in verbs if so_far.offers(verb) and verb not in used_up | decide)
