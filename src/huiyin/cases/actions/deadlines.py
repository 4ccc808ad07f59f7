"""What happens to a case when nobody acts. Each is compare-and-set, so that any number of workers do it once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.cases.actions.taking import locked, take
from huiyin.cases.models import Case, Deadline
from huiyin.cases.rules.lifecycle import Snapshot
from huiyin.kernel.actor import SYSTEM
from huiyin.ledger.actions import record
from huiyin.policy.queries import policy
from huiyin.policy.rules.ladder import locks_at_once


def marks_late(case: Snapshot) -> bool:
    """Whether a case past its deadline is marked late and nothing else: so the sweep may do many at once."""
    return case.state != "assigned" or not locks_at_once(policy().ladder, case.due_kind)


@transaction.atomic
def pass_due(number: str, *, now: datetime) -> Case | None:
    """What happens when a deadline passes: the case locks where the city's ladder wants it (S0-19), else it is late.

    The moment of the deadline itself is still in time. None where nothing was to be done any more.
    """
    case = locked(number)
    before = case.snapshot()
    if before.due_at is None or before.due_at >= now or before.overdue:
        return None
    case.deadlines.filter(ended_at=None, kind=before.due_kind).update(missed=True)
    if marks_late(before):
        return take(case, "overdue", before, by=SYSTEM, now=now, kind=before.due_kind)
    return _lock(case, before, now)


@transaction.atomic
def lock(number: str, *, now: datetime) -> Case | None:
    """Takes a late case that nobody took up from its unit, as a later rung of the ladder; None where it moved on."""
    case = locked(number)
    before = case.snapshot()
    return _lock(case, before, now) if before.state == "assigned" and before.overdue else None


def _lock(case: Case, before: Snapshot, now: datetime) -> Case:
    case.assignments.filter(ended_at=None).update(ended_at=now)
    return take(case, "lock", before, by=SYSTEM, now=now, kind=before.due_kind)


@transaction.atomic
def lapse(deadline: int, *, now: datetime) -> Deadline | None:
    """The day promised to the reporter passes without an answer, whoever's turn it is; None where it didn't."""
    row = _running(deadline)
    if row is None or row.kind != "whole" or row.missed or row.due_at >= now:
        return None
    row.missed = True
    row.save(update_fields=["missed"])
    return _note(row, "lapse", now)


@transaction.atomic
def warn(deadline: int, *, now: datetime) -> Deadline | None:
    """A deadline is near: whoever must act is told once. None where somebody acted or was told before."""
    row = _running(deadline)
    if row is None or row.warned_at or row.warn_at is None or row.warn_at > now:
        return None
    row.warned_at = now
    row.save(update_fields=["warned_at"])
    return _note(row, "warn", now)


def _running(deadline: int) -> Deadline | None:
    """The deadline with its case locked first, as every verb locks it; None where it is over."""
    Case.objects.select_for_update(no_key=True).filter(deadlines=deadline).first()
    rows = Deadline.objects.select_for_update(of=("self",)).select_related("case")
    return rows.filter(pk=deadline, ended_at=None).first()


def _note(row: Deadline, verb: str, now: datetime) -> Deadline:
    facts = {"case": row.case_id, "kind": row.kind}
    record("deadline", row.pk, verb, by=SYSTEM, now=now, unit=row.case.committee_id, data=facts)
    return row
