"""When offices work in China: Monday to Friday, except what the State Council's yearly notice changes.

The notice for a year appears in the November before it. Until then nobody knows its make-up days, so a
calendar says which years it is official for (`years`, `missing`), and counts Monday to Friday in any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from types import MappingProxyType
from typing import Literal

from chinese_calendar import constants as notices

from huiyin.kernel.clock import SHANGHAI

ONE_DAY = timedelta(days=1)
_END_OF_DAY = time(23, 59, 59)
"""24:00 as the last second of its day, so that whoever shows the moment shows the right day."""


@dataclass(frozen=True)
class WorkingCalendar:
    """`days`: exceptions to Monday-Friday (True: working). `years`: those that have an official table.

    Construct it once and pass it around: it never changes.
    """

    days: Mapping[date, bool] = field(hash=False)
    years: frozenset[int]

    def __post_init__(self) -> None:
        exceptions = {day: working for day, working in self.days.items() if working != _is_weekday(day)}
        object.__setattr__(self, "days", MappingProxyType(exceptions))

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[date, bool]], years: Iterable[int]) -> WorkingCalendar:
        """A calendar from stored rows (day, working) and the years whose table is official."""
        return cls(dict(rows), frozenset(years))

    @staticmethod
    @cache
    def official() -> WorkingCalendar:
        """The State Council's notices as the package `chinesecalendar` has them (since 2004)."""
        days = dict.fromkeys(notices.holidays, False) | dict.fromkeys(notices.workdays, True)
        return WorkingCalendar(days, frozenset(day.year for day in notices.holidays))

    def with_changes(self, changes: Mapping[date, bool], years: Iterable[int] = ()) -> WorkingCalendar:
        """A calendar with an administrator's edits (True: working), `years` being official from now on."""
        return WorkingCalendar({**self.days, **changes}, self.years | frozenset(years))

    def is_working(self, day: date) -> bool:
        """Whether offices work on `day` (a date in Shanghai, never a datetime)."""
        return self.days.get(day, _is_weekday(day))

    def is_makeup(self, day: date) -> bool:
        """Whether `day` is a Saturday or Sunday on which offices work."""
        return not _is_weekday(day) and self.days.get(day, False)

    def is_holiday(self, day: date) -> bool:
        """Whether `day` would be a working day if it weren't a holiday."""
        return _is_weekday(day) and not self.days.get(day, True)

    def next_working(self, day: date) -> date:
        """`day` itself if it is a working day, else the first one after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def add_working_days(self, start: date, n: int) -> date:
        """The `n`-th working day after `start` (before it, if `n` is negative); `start` itself for 0."""
        step = ONE_DAY if n > 0 else -ONE_DAY
        left, day = abs(n), start
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def working_days_between(self, a: date, b: date) -> int:
        """How many working days lie after `a` up to and including `b`; negative where `b` is before `a`."""
        if b < a:
            return -self.working_days_between(b, a)
        return sum(self.is_working(a + timedelta(days=i)) for i in range(1, (b - a).days + 1))

    def missing(self, a: date, b: date) -> tuple[int, ...]:
        """The years from `a` to `b` for which there is no official table."""
        return tuple(year for year in range(a.year, b.year + 1) if year not in self.years)


@dataclass(frozen=True)
class OfficeHours:
    """When offices are open, Shanghai time. With `ends="midnight"` a last day lasts until 24:00."""

    morning: tuple[time, time] = (time(8, 30), time(12))
    afternoon: tuple[time, time] = (time(14, 30), time(17, 30))
    ends: Literal["close", "midnight"] = "close"

    def end_of(self, day: date) -> datetime:
        """The last moment of `day` that still counts."""
        return _moment(day, self.afternoon[1] if self.ends == "close" else _END_OF_DAY)

    def windows(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The opening times of `day`."""
        return tuple((_moment(day, a), _moment(day, b)) for a, b in (self.morning, self.afternoon))


def _is_weekday(day: date) -> bool:
    return day.weekday() < 5


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, SHANGHAI)
