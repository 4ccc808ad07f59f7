"""A change of the working calendar reaches the days that are promised already, where the city wants it so."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from huiyin.cases.actions.clock import recount as count_anew
from huiyin.cases.actions.taking import locked, take
from huiyin.cases.models import Case, Deadline, MovedDay, Recounting
from huiyin.cases.rules.lifecycle import OPEN
from huiyin.cases.times.queries import granted_to, touched_by
from huiyin.kernel.actor import SYSTEM

BATCH = 50
"""Cases that one batch locks: a second or two."""


def begin_recount(changed: str, first: date, last: date, *, now: datetime) -> Recounting | None:
    """The days from `first` to `last` changed: what is promised over them waits to be counted anew, if anything is."""
    total = touched_by(first, last, now).values("case").distinct().count()
    if not total:
        return None
    return Recounting.objects.create(changed=changed, first=first, last=last, total=total, at=now)


@transaction.atomic
def recount_some(now: datetime, most: int = BATCH) -> int:
    """Counts the next cases of the oldest change anew, and how far it came, in one transaction; how many.

    Killed in between, nothing of the batch is done; whoever comes next does it. Another worker's change is left to it.
    """
    row = _oldest()
    if row is None:
        return 0
    rest = _left(row, now)[:most]
    for pk, number in rest:
        recount(number, row.changed, now=now)
        row.behind = pk
    return _went_on(row, len(rest), len(rest) < most, now)


@transaction.atomic
def pass_over(now: datetime) -> int:
    """Leaves out the next case, which can't be counted, so that it keeps no other waiting; it stays as promised."""
    row = _oldest()
    if row is None:
        return 0
    rest = _left(row, now)[:1]
    for pk, _number in rest:
        row.behind, row.failed = pk, row.failed + 1
    return _went_on(row, len(rest), not rest, now)


def _oldest() -> Recounting | None:
    """The first change that is still on its way and that no other worker counts, locked."""
    running = Recounting.objects.select_for_update(skip_locked=True).filter(ended_at=None)
    return running.order_by("at", "pk").first()


def _left(row: Recounting, now: datetime) -> QuerySet[Deadline, tuple[int, str]]:
    rows = touched_by(row.first, row.last, now).filter(case__gt=row.behind).order_by("case")
    return rows.values_list("case", "case__number").distinct()


def _went_on(row: Recounting, many: int, over: bool, now: datetime) -> int:
    row.done += many
    row.ended_at = now if over else None
    row.save(update_fields=["done", "failed", "behind", "ended_at"])
    return max(many, 1)


@transaction.atomic
def recount(number: str, changed: str, *, now: datetime) -> Case | None:
    """Counts the open deadlines of a case anew, by today's calendar. None where none of them moves.

    What is late stays late, and nothing moves into the past. `changed`: the day, or the year, of the calendar.
    """
    case = locked(number)
    before = case.snapshot()
    if (
        before.state not in OPEN.split()
        or before.overdue
        or (before.due_at is not None and before.due_at <= now)
    ):
        return None
    was = dict(case.deadlines.filter(ended_at=None).values_list("pk", "due_at"))
    moved = count_anew(case, now, granted_to(case.main or case))
    rows = [row for row in case.deadlines.filter(pk__in=was) if row.due_at != was[row.pk]]
    if not rows:
        return None
    MovedDay.objects.bulk_create(
        MovedDay(deadline=row, changed=changed, was=was[row.pk], becomes=row.due_at, at=now) for row in rows
    )
    return take(case, "recount", before, by=SYSTEM, now=now, changed=changed, **moved)
