"""When somebody is warned that a deadline is near."""

from __future__ import annotations

from datetime import datetime

from huiyin.kernel.calendar import WorkingCalendar
from huiyin.kernel.clock import SHANGHAI


def warn_at(started_at: datetime, due_at: datetime, calendar: WorkingCalendar) -> datetime | None:
    """One working day before `due_at`, at the same time of day.

    None where the deadline is so short that this would be when it starts, or before.
    """
    due = due_at.astimezone(SHANGHAI)
    day = calendar.add_working_days(due.date(), -1)
    moment = datetime.combine(day, due.time(), SHANGHAI)
    return moment if moment > started_at else None
