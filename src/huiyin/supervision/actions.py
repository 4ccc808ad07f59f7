"""The only writer of locks; and what the chapter does about a report that was deleted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from huiyin.cases.models import Case
from huiyin.intake.withheld.actions import Words, empty, remove_files
from huiyin.kernel.actor import SYSTEM
from huiyin.ledger.actions import record
from huiyin.supervision.letters import actions as letters
from huiyin.supervision.models import (
    Acknowledgement,
    Alarm,
    Breach,
    Climb,
    FollowUp,
    Interview,
    InterviewPaper,
    Lock,
    Look,
    Standing,
)


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


@transaction.atomic
def expunge(case: Case, *, now: datetime) -> None:
    """Its report was deleted: what those who supervise wrote about it goes, too. Twice is once."""
    empty(written(case))
    remove_files(InterviewPaper.objects.filter(interview__case=case).values_list("file", flat=True))
    letters.expunge(case, now=now)


def written(case: Case) -> Iterator[Words]:
    """Notes about the case; of an alert that counts it those about the others, too, as nobody can tell them apart."""
    yield FollowUp.objects.filter(case=case), ("note", "answer")
    yield Breach.objects.filter(case=case), ("facts", "objection", "outcome")
    yield Look.objects.filter(tracking__case=case), ("text",)
    yield Standing.objects.filter(case=case), ("reason",)
    yield Climb.objects.filter(case=case), ("note",)
    yield Interview.objects.filter(case=case), ("minutes", "result")
    yield Alarm.objects.filter(standing__case=case), ("note",)
    yield Acknowledgement.objects.filter(alert__members__case=case), ("note",)
