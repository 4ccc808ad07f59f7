"""When offices are open where, by season: the narrowest region's row, and of several the one that began last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from huiyin.kernel.calendar import ONE_DAY, OfficeHours, WorkingCalendar
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.identifiers import division_prefix, is_inside

Day = tuple[int, int]
"""Month and day."""


class Opening(Protocol):
    """When offices are open on a day, and when its last moment is."""

    def end_of(self, day: date) -> datetime: ...

    def windows(self, day: date) -> tuple[tuple[datetime, datetime], ...]: ...


@dataclass(frozen=True)
class Season:
    """`hours` from `first` to `last` of each year, in `region` ("": everywhere). It may run over the year's end."""

    first: Day
    last: Day
    hours: OfficeHours
    region: str = ""

    def holds(self, day: date) -> bool:
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last


@dataclass(frozen=True)
class Offices:
    """The usual hours, and what differs from them where and when."""

    usual: OfficeHours
    seasons: tuple[Season, ...] = ()

    def there(self, region: str) -> Offices:
        """The offices of one region: its own seasons before those of what it lies in."""
        fitting = [season for season in self.seasons if is_inside(region, season.region)]
        return Offices(self.usual, tuple(sorted(fitting, key=_narrowest)))

    def on(self, day: date) -> OfficeHours:
        return next((season.hours for season in self.seasons if season.holds(day)), self.usual)

    def end_of(self, day: date) -> datetime:
        return self.on(day).end_of(day)

    def windows(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        return self.on(day).windows(day)


def _narrowest(season: Season) -> tuple[int, Day]:
    return -len(division_prefix(season.region)), season.first


def overlap(one: Season, other: Season) -> bool:
    """Whether both claim a day in the same region."""
    days = [date(2024, month, day) for month, day in (one.first, one.last, other.first, other.last)]
    return one.region == other.region and any(one.holds(day) and other.holds(day) for day in days)


def opening(at: datetime, calendar: WorkingCalendar, offices: Opening) -> datetime:
    """`at` itself where offices are open then, else when they open next. The moment of closing is too late."""
    local = at.astimezone(SHANGHAI)
    day = local.date()
    while True:
        for opens, closes in offices.windows(day) if calendar.is_working(day) else ():
            if local < closes:
                return at if opens <= local else opens.astimezone(at.tzinfo)
        day += ONE_DAY


def not_after(at: datetime, calendar: WorkingCalendar, offices: Opening) -> datetime:
    """`at` itself where offices are open then, else when they opened last before: closing time is half a day late."""
    local = at.astimezone(SHANGHAI)
    day = local.date()
    while True:
        for opens, closes in reversed(offices.windows(day) if calendar.is_working(day) else ()):
            if local >= opens:
                return at if local < closes else opens.astimezone(at.tzinfo)
        day -= ONE_DAY
