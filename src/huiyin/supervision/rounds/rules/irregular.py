"""What is not as it should be in a case, as a stated set of rules. Which of them a city watches is its data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from huiyin.kernel.calendar import WorkingCalendar
from huiyin.kernel.clock import SHANGHAI

Limits = Mapping[str, int]
"""By rule the number from which it counts; what isn't there isn't watched."""


@dataclass(frozen=True)
class Looked:
    """What there is to see of a case at `now`: moments and counts, no words.

    `pictures` were released to the unit, `opened` whether somebody of those who handle it opened one; `twins` are
    other matters answered in the same words; `entered_late` is the longest time in days between a talk and its record.
    """

    state: str
    now: datetime
    accepted_at: datetime | None = None
    touched_at: datetime | None = None
    pictures: int = 0
    opened: bool = False
    sent_back: int = 0
    reworked: int = 0
    twins: int = 0
    entered_late: int = 0


def _unread(seen: Looked, n: int, calendar: WorkingCalendar) -> bool:
    """Taken up, and n working days later nobody has opened what the unit was given to see."""
    waiting = seen.state == "verifying" and seen.pictures > 0 and not seen.opened
    return waiting and _days(seen.accepted_at, seen.now, calendar) >= n


def _untouched(seen: Looked, n: int, calendar: WorkingCalendar) -> bool:
    """Taken up, and for n working days nothing was written."""
    last = max((at for at in (seen.accepted_at, seen.touched_at) if at), default=None)
    return seen.state == "verifying" and _days(last, seen.now, calendar) >= n


def _returned(seen: Looked, n: int, calendar: WorkingCalendar) -> bool:
    """Sent back by units, or returned for more work, n times."""
    return max(seen.sent_back, seen.reworked) >= n


def _copied(seen: Looked, n: int, calendar: WorkingCalendar) -> bool:
    """Answered in the very words of n other matters."""
    return seen.twins >= n


def _late_entry(seen: Looked, n: int, calendar: WorkingCalendar) -> bool:
    """A call, meeting or explanation was written down more than n days after it happened."""
    return seen.entered_late > n


def _days(since: datetime | None, now: datetime, calendar: WorkingCalendar) -> int:
    if since is None:
        return 0
    return calendar.working_days_between(_day(since), _day(now))


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


RULES: Mapping[str, Callable[[Looked, int, WorkingCalendar], bool]] = {
    "unread": _unread,
    "untouched": _untouched,
    "returned": _returned,
    "copied": _copied,
    "late_entry": _late_entry,
}


def irregular(seen: Looked, limits: Limits, calendar: WorkingCalendar) -> tuple[str, ...]:
    """The rules that a case is caught by, in the order in which they stand here."""
    return tuple(
        code for code, rule in RULES.items() if code in limits and rule(seen, limits[code], calendar)
    )
