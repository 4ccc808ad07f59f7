"""When people act: in office hours, and citizens when they are awake."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from huiyin.kernel.calendar import ONE_DAY, WorkingCalendar
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.offices import Opening

WAKES, SLEEPS = time(7, 30), time(22)


def working(start: datetime, hours: float, calendar: WorkingCalendar, office: Opening) -> datetime:
    """The moment `hours` of open offices after `start`, always while they are open."""
    left, day = timedelta(hours=hours), start.astimezone(SHANGHAI).date()
    while True:
        for opens, closes in office.windows(day) if calendar.is_working(day) else ():
            opens = max(opens, start)
            if closes - opens > left:
                return opens + left
            left -= max(closes - opens, timedelta())
        day += ONE_DAY


def awake(start: datetime, hours: float) -> datetime:
    """`hours` by the clock after `start`, or the next morning where that is night."""
    at = (start + timedelta(hours=hours)).astimezone(SHANGHAI)
    if at.time() >= SLEEPS:
        at += ONE_DAY
    if at.time() < WAKES or at.time() >= SLEEPS:
        at = datetime.combine(at.date(), time(WAKES.hour, WAKES.minute, at.second), SHANGHAI)
    return at
