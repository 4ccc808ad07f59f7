"""A change of the working calendar reaches the days that are promised already, where the city wants it so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.cases.actions.clock import recount as count_anew
from huiyin.cases.actions.taking import locked, take
from huiyin.cases.models import Case, MovedDay
from huiyin.cases.rules.lifecycle import OPEN
from huiyin.cases.times.queries import granted_to
from huiyin.kernel.actor import SYSTEM


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
