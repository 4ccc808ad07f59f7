"""The same as `deadlines`, by the batch: what many workers do side by side to many rows, each taken by one of them.

Rows that another worker has in hand are skipped, not waited for. Events and rows are one transaction; whatever breaks
is rolled back whole, and the caller goes on one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from huiyin.cases.actions.deadlines import marks_late
from huiyin.cases.models import Case, Deadline
from huiyin.kernel.actor import SYSTEM
from huiyin.ledger.actions import Fact, record_all


@transaction.atomic
def pass_all_due(now: datetime, most: int, one: Callable[[str], object]) -> int:
    """Marks the cases late whose step is past its deadline; `one` takes those of which more follows, by number."""
    rows = Case.objects.select_for_update(skip_locked=True, no_key=True)
    due = list(rows.filter(due_at__lt=now, overdue=False).order_by("due_at")[:most])
    late = [case for case in due if marks_late(case.snapshot())]
    ids = [case.pk for case in late]
    if ids:
        running = Deadline.objects.filter(case__in=ids, ended_at=None, kind=F("case__due_kind"))
        running.update(missed=True)
        Case.objects.filter(pk__in=ids).update(overdue=True, version=F("version") + 1)
        facts = [Fact(case.pk, case.committee_id, {"kind": case.due_kind}) for case in late]
        record_all("case", "overdue", facts, by=SYSTEM, now=now)
    return len(ids) + sum(one(case.number) is not None for case in due if case not in late)


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
