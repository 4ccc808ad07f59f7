"""The same as `deadlines`, by the batch: what many workers do side by side to many rows, each taken by one of them.

Rows that another worker has in hand are skipped, not waited for. Events and rows are one transaction; whatever breaks
is rolled back whole, and the caller goes on one by one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from huiyin.cases.actions.clock import begin, facts_of
from huiyin.cases.actions.deadlines import marks_late
from huiyin.cases.models import Assignment, Case, Deadline
from huiyin.cases.rules.history import Facts, evolve
from huiyin.cases.rules.lifecycle import LIFECYCLE
from huiyin.kernel.actor import SYSTEM
from huiyin.ledger.actions import Fact, record_all
from huiyin.policy.queries import policy

COLUMNS = ("state", "due_kind", "due_at", "overdue")
"""What changes in a case whose deadline passes, beside its version."""


@transaction.atomic
def pass_all_due(now: datetime, most: int) -> int:
    """What happens when the deadline of a step passes, as `pass_due` does it: late, or locked."""
    rows = Case.objects.select_for_update(skip_locked=True, no_key=True).defer("summary")
    due = list(rows.filter(due_at__lt=now, overdue=False).order_by("due_at")[:most])
    if not due:
        return 0
    running = Deadline.objects.filter(case__in=due, ended_at=None, kind=F("case__due_kind"))
    running.update(missed=True)
    late: list[Case] = []
    locking: list[Case] = []
    for case in due:
        (late if marks_late(case.snapshot()) else locking).append(case)
    _happen(late, "overdue", now, {case.pk: {} for case in late})
    _happen(locking, "lock", now, _ended(locking, now))
    return len(due)


def _ended(locking: list[Case], now: datetime) -> dict[int, Facts]:
    """Ends the assignments and the clocks of cases that lock, starts the next clock; what each event says of it."""
    Assignment.objects.filter(case__in=locking, ended_at=None).update(ended_at=now)
    Deadline.objects.filter(case__in=locking, ended_at=None).exclude(kind="whole").update(ended_at=now)
    rules, kind = policy(), next(step.limit or "" for step in LIFECYCLE.steps if step.verb == "lock")
    begun = [begin(case, kind, now, rules.due(kind, start=now, **facts_of(case)), rules) for case in locking]
    Deadline.objects.bulk_create(begun)
    return {row.case_id: {"due": [kind, row.due_at.isoformat()]} for row in begun}


def _happen(cases: list[Case], verb: str, now: datetime, more: dict[int, Facts]) -> None:
    """One event of each case, and what it changes in the row: one statement for all to whom the same happens."""
    facts: list[Fact] = []
    changed: dict[tuple[tuple[str, Any], ...], list[int]] = {}
    for case in cases:
        data, before = {"kind": case.due_kind, **more[case.pk]}, case.snapshot()
        after = evolve(before, verb, data, now)
        new = tuple((n, getattr(after, n)) for n in COLUMNS if getattr(after, n) != getattr(before, n))
        changed.setdefault(new, []).append(case.pk)
        facts.append(Fact(case.pk, case.committee_id, data))
    for columns, ids in changed.items():
        Case.objects.filter(pk__in=ids).update(**dict(columns), version=F("version") + 1)
    record_all("case", verb, facts, by=SYSTEM, now=now)


@transaction.atomic
def lapse_all(now: datetime, most: int) -> int:
    """The days promised to reporters that passed without an answer."""
    rows = _running("due_at").filter(kind="whole", missed=False, due_at__lt=now)
    return _noted(list(rows[:most]), "lapse", now, missed=True)


@transaction.atomic
def warn_all(now: datetime, most: int) -> int:
    """The deadlines that are near: whose turn it is is told, once."""
    rows = _running("warn_at").filter(warned_at=None, warn_at__lte=now)
    return _noted(list(rows[:most]), "warn", now, warned_at=now)


def _running(order: str) -> QuerySet[Deadline]:
    """Deadlines with their cases locked, as every verb locks them, and none that somebody acts on just now."""
    rows = Deadline.objects.select_for_update(skip_locked=True, no_key=True, of=("self", "case"))
    return rows.select_related("case").filter(ended_at=None).order_by(order)


def _noted(rows: list[Deadline], verb: str, now: datetime, **changes: Any) -> int:
    if rows:
        Deadline.objects.filter(pk__in=[row.pk for row in rows]).update(**changes)
        facts = [Fact(row.pk, row.case.committee_id, {"case": row.case_id, "kind": row.kind}) for row in rows]
        record_all("deadline", verb, facts, by=SYSTEM, now=now)
    return len(rows)
