"""When somebody is warned that a deadline is near."""

from __future__ import annotations

from datetime import datetime

from huiyin.kernel.calendar import WorkingCalendar
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.offices import Opening, not_after


def warn_at(
    started_at: datetime, due_at: datetime, calendar: WorkingCalendar, offices: Opening
) -> datetime | None:
    """One working day before `due_at`, at the same time of day; where offices are shut then, when they opened last.

    None where the deadline is so short that this would be when it starts, or before.
    """
    due = due_at.astimezone(SHANGHAI)
    day = calendar.add_working_days(due.date(), -1)
    moment = not_after(datetime.combine(day, due.time(), SHANGHAI), calendar, offices)
    return moment if moment > started_at else None
