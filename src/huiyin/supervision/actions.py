"""The only writer of locks."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.cases.models import Case
from huiyin.kernel.actor import SYSTEM
from huiyin.ledger.actions import record
from huiyin.supervision.models import Lock


@transaction.atomic
def enter(case: Case, *, now: datetime) -> Lock | None:
    """Takes a locked case under supervision, against the unit that let it lie.

    Idempotent; None when it isn't locked.
    """
    row = Case.objects.select_for_update().get(pk=case.pk)
    if row.state != "locked" or row.unit_id is None:
        return None
    lock, made = Lock.objects.get_or_create(
        case=row, lifted_at=None, defaults={"unit_id": row.unit_id, "at": now}
    )
    if made:
        record("lock", lock.pk, "enter", by=SYSTEM, now=now, unit=row.unit_id, data={"case": row.pk})
    return lock


@transaction.atomic
def lift(case: Case, *, now: datetime) -> None:
    """Ends the supervision of a case that was given out again."""
    for lock in Lock.objects.select_for_update().filter(case=case, lifted_at=None):
        lock.lifted_at = now
        lock.save(update_fields=["lifted_at"])
        record("lock", lock.pk, "lift", by=SYSTEM, now=now, unit=lock.unit_id, data={"case": case.pk})
