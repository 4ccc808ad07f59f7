"""The periods by which a city counts: cycles that don't follow the calendar month (S0-29)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both days included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def _next_boundary(day: date, boundary: int) -> date:
    """The first day numbered `boundary` after `day`; months that are too short end on their last day."""
    month = day.replace(day=1)
    while True:
        following = (month + timedelta(days=32)).replace(day=1)
        candidate = min(month + timedelta(days=boundary - 1), following - timedelta(days=1))
        if candidate > day:
            return candidate
        month = following


def cycles(start: date, boundary: int, until: date) -> Iterator[Period]:
    """The cycles begun by `until`: the first from `start` to the next day `boundary`, each next from the day after.

    Xingtai's first ran from 14 February to 14 March.
    """
    ends = [start - timedelta(days=1), _next_boundary(start, boundary)]
    while ends[-1] < until:
        ends.append(_next_boundary(ends[-1], boundary))
    for before, last in pairwise(ends):
        yield Period(before + timedelta(days=1), last)


def week_of(day: date) -> Period:
    """Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def cycle_of(day: date, start: date, boundary: int) -> Period | None:
    """The cycle in which `day` lies; None before the first."""
    return next((cycle for cycle in cycles(start, boundary, day) if day in cycle), None)


def before(period: Period, start: date, boundary: int) -> Period | None:
    """What `period` is compared with: the cycle before a cycle, else as many days just before; None before `start`.

    A period that would begin before `start` isn't compared: half of it would be empty for no reason of anybody's.
    """
    known = list(cycles(start, boundary, period.first))
    if period in known:
        place = known.index(period)
        return known[place - 1] if place else None
    days = period.last - period.first
    earlier = Period(period.first - days - timedelta(days=1), period.first - timedelta(days=1))
    return earlier if earlier.first >= start else None
