"""Counting off days and hours from a moment: what is skipped, where the last day moves, and what a pause does.

While the time stands still nothing is counted. The day on which a pause begins was begun and counts, the day on which
it ends counts as the day of an event does: not at all. So what was left is left; a pause of no length changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huiyin.kernel.calendar import ONE_DAY, WorkingCalendar
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.limits import Unit
from huiyin.kernel.offices import Opening
from huiyin.kernel.steps import Step, Why


@dataclass(frozen=True)
class Pause:
    """The time stood still from `begins` to `ends` (aware); while it lasts, `ends` is its latest end."""

    begins: datetime
    ends: datetime

    def holds(self, day: date) -> bool:
        """Whether `day` isn't counted."""
        return _day(self.begins) < day <= _day(self.ends)


@dataclass(frozen=True)
class Grounds:
    """What counting rests on, the pauses in order."""

    calendar: WorkingCalendar
    hours: Opening
    pauses: Sequence[Pause] = ()

    def counts(self, day: date) -> bool:
        return not any(pause.holds(day) for pause in self.pauses)

    def works(self, day: date) -> bool:
        return self.calendar.is_working(day) and self.counts(day)


Counted = tuple[datetime, list[Step]]
"""The last moment, and how it came about."""


def count(unit: Unit, n: int, begun: datetime, on: Grounds) -> Counted:
    """The last moment of `n` `unit`s after `begun` (in Shanghai), with what was skipped on the way."""
    return _COUNT[unit](n, begun, on)


def _working_days(n: int, begun: datetime, on: Grounds) -> Counted:
    left, day = n, begun.date()
    while left:
        day += ONE_DAY
        left -= on.works(day)
    return _closed(day, begun, on, _passed(begun.date(), day, on))


def _calendar_days(n: int, begun: datetime, on: Grounds) -> Counted:
    left, counted = n, begun.date()
    while left:
        counted += ONE_DAY
        left -= on.counts(counted)
    last = on.calendar.next_working(counted)
    steps = [step for step in _passed(begun.date(), last, on) if step.kind == "paused"]
    if last != counted:
        why = _why(on.calendar, counted, last - ONE_DAY)
        steps.append(Step("last_day_moved", first=counted, last=last, why=why))
    return _closed(last, begun, on, steps)


def _closed(last: date, begun: datetime, on: Grounds, steps: list[Step]) -> Counted:
    """The close of the last day; where the time stands still just then, of the first working day that closes after."""
    ends = on.hours.end_of(last)
    for pause in on.pauses:
        if begun < pause.ends and pause.begins < ends <= pause.ends:
            day = on.calendar.next_working(_day(pause.ends))
            while on.hours.end_of(day) <= pause.ends:
                day = on.calendar.next_working(day + ONE_DAY)
            steps += [
                Step("paused", first=_day(pause.begins), last=_day(pause.ends)),
                Step("after_pause", day=day),
            ]
            ends = on.hours.end_of(day)
    return ends, _once(steps)


def _working_hours(n: int, begun: datetime, on: Grounds) -> Counted:
    left, day = timedelta(hours=n), begun.date()
    while True:
        for opens, closes in _open(day, begun, on):
            if closes - opens >= left:
                return opens + left, _passed(begun.date(), day, on)
            left -= closes - opens
        day += ONE_DAY


def _open(day: date, begun: datetime, on: Grounds) -> Iterator[tuple[datetime, datetime]]:
    """When offices are open on `day` after `begun`, without what lies in a pause."""
    for opens, closes in on.hours.windows(day) if on.calendar.is_working(day) else ():
        opens = max(opens, begun)
        for pause in on.pauses:
            if pause.begins < closes and pause.ends > opens:
                if pause.begins > opens:
                    yield opens, pause.begins
                opens = pause.ends
        if opens < closes:
            yield opens, closes


def _hours(n: int, begun: datetime, on: Grounds) -> Counted:
    left, at, steps = timedelta(hours=n), begun, []
    for pause in on.pauses:
        if pause.ends > at and pause.begins < at + left:
            left -= max(pause.begins - at, timedelta())
            at = pause.ends
            steps.append(Step("paused", first=_day(pause.begins), last=_day(pause.ends)))
    return at.astimezone(SHANGHAI) + left, steps


_COUNT: dict[Unit, Callable[[int, datetime, Grounds], Counted]] = {
    "working_days": _working_days,
    "calendar_days": _calendar_days,
    "working_hours": _working_hours,
    "hours": _hours,
}


def _passed(start: date, end: date, on: Grounds) -> list[Step]:
    """What happened between `start` (not counted) and `end`: pauses, runs of rest days and make-up days, in order."""
    steps = [
        Step("paused", first=_day(pause.begins), last=_day(pause.ends))
        for pause in on.pauses
        if _day(pause.begins) < end and start < _day(pause.ends)
    ]
    return sorted(
        [*steps, *_rest_and_makeup(start, end, on)], key=lambda step: step.first or step.day or start
    )


def _rest_and_makeup(start: date, end: date, on: Grounds) -> Iterator[Step]:
    calendar, first = on.calendar, None
    for day in (start + timedelta(days=i) for i in range(1, (end - start).days + 1)):
        if on.counts(day) and not calendar.is_working(day):
            first = first or day
            continue
        if first:
            yield Step("skipped", first=first, last=day - ONE_DAY, why=_why(calendar, first, day - ONE_DAY))
            first = None
        if calendar.is_makeup(day) and on.counts(day):
            yield Step("makeup", day=day)


def _once(steps: list[Step]) -> list[Step]:
    return list(dict.fromkeys(steps))


def _why(calendar: WorkingCalendar, first: date, last: date) -> Why:
    days = (first + timedelta(days=i) for i in range((last - first).days + 1))
    return "holiday" if any(map(calendar.is_holiday, days)) else "weekend"


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()
