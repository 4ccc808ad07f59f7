"""How a promised day comes about: a limit, a moment, a calendar, office hours; and the steps that explain it.

Counting follows the Civil Code, articles 200-204: the day of the event isn't counted (hours run at once); a
last day on a rest day moves to the first day after it; it ends at close of business, where there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from huiyin.kernel.calendar import ONE_DAY, OfficeHours, WorkingCalendar
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.limits import Limit, Unit, choose

__all__ = ["Deadline", "Limit", "OfficeHours", "Remaining", "Step", "choose", "deadline", "remaining"]

Kind = Literal["starts", "counts", "skipped", "makeup", "last_day_moved", "ends"]
Why = Literal["holiday", "weekend"]


@dataclass(frozen=True)
class Step:
    """One fact in the explanation of a deadline, for a door to put into words. What isn't needed is None.

    starts: `day` of the event, at `at`. counts: `count` of `unit`. ends: `day`, at `at`.
    skipped: the rest days `first` to `last`, for a `why`. makeup: a weekend `day` that is worked.
    last_day_moved: from the rest day `first` to `last`, for a `why`.
    """

    kind: Kind
    _: KW_ONLY
    day: date | None = None
    first: date | None = None
    last: date | None = None
    why: Why | None = None
    count: int | None = None
    unit: Unit | None = None
    at: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        """Like {"kind": "skipped", "from": "2026-10-01", "to": "2026-10-07", "why": "holiday"}."""
        facts = {_KEYS.get(name, name): value for name, value in vars(self).items() if value is not None}
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in facts.items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Step:
        facts: dict[str, Any] = {_NAMES.get(key, key): value for key, value in data.items()}
        for name in ("day", "first", "last"):
            if name in facts:
                facts[name] = date.fromisoformat(facts[name])
        if "at" in facts:
            facts["at"] = datetime.fromisoformat(facts["at"])
        return cls(**facts)


_KEYS = {"day": "date", "first": "from", "last": "to"}
_NAMES = {key: name for name, key in _KEYS.items()}


@dataclass(frozen=True)
class Deadline:
    """`due_at` (UTC) is the last moment in time. `missing_years` lack a table, so Monday-Friday counted."""

    limit: Limit
    due_at: datetime
    steps: tuple[Step, ...]
    missing_years: tuple[int, ...]

    @property
    def day(self) -> date:
        """The promised day in Shanghai."""
        return self.due_at.astimezone(SHANGHAI).date()

    def to_json(self) -> dict[str, Any]:
        return {
            "limit": vars(self.limit) | {"since": self.limit.since.isoformat()},
            "due_at": self.due_at.isoformat(),
            "steps": [step.to_json() for step in self.steps],
            "missing_years": list(self.missing_years),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Deadline:
        limit = Limit(**{**data["limit"], "since": date.fromisoformat(data["limit"]["since"])})
        steps = tuple(Step.from_json(step) for step in data["steps"])
        return cls(limit, datetime.fromisoformat(data["due_at"]), steps, tuple(data["missing_years"]))


@dataclass(frozen=True)
class Remaining:
    """What is left until a deadline, or how long ago it was: working days after today, whole hours in all."""

    late: bool
    working_days: int
    hours: int


def deadline(limit: Limit, start: datetime, calendar: WorkingCalendar, office_hours: OfficeHours) -> Deadline:
    """When something begun at `start` (aware) is due. Raises ValueError for a moment without a time zone."""
    if start.tzinfo is None:
        raise ValueError("a deadline starts at a moment with a time zone")
    begun = start.astimezone(SHANGHAI)
    ends, why = _COUNT[limit.unit](limit.value, begun, calendar, office_hours)
    due_at = ends.astimezone(UTC)
    steps = (
        Step("starts", day=begun.date(), at=start.astimezone(UTC)),
        Step("counts", count=limit.value, unit=limit.unit),
        *why,
        Step("ends", day=ends.date(), at=due_at),
    )
    missing = () if limit.unit == "hours" else calendar.missing(begun.date(), ends.date())
    return Deadline(limit, due_at, steps, missing)


def remaining(due_at: datetime, now: datetime, calendar: WorkingCalendar) -> Remaining:
    """How far `now` is from `due_at`. On the due day `working_days` is 0 and `hours` tells the rest."""
    today, last = now.astimezone(SHANGHAI).date(), due_at.astimezone(SHANGHAI).date()
    days = abs(calendar.working_days_between(today, last))
    return Remaining(now > due_at, days, int(abs(due_at - now) / timedelta(hours=1)))


def _working_days(n: int, begun: datetime, calendar: WorkingCalendar, hours: OfficeHours) -> _Counted:
    last = calendar.add_working_days(begun.date(), n)
    return hours.end_of(last), _rest_and_makeup(calendar, begun.date(), last)


def _calendar_days(n: int, begun: datetime, calendar: WorkingCalendar, hours: OfficeHours) -> _Counted:
    counted = begun.date() + timedelta(days=n)
    last = calendar.next_working(counted)
    if last == counted:
        return hours.end_of(last), ()
    why = _why(calendar, counted, last - ONE_DAY)
    return hours.end_of(last), (Step("last_day_moved", first=counted, last=last, why=why),)


def _working_hours(n: int, begun: datetime, calendar: WorkingCalendar, hours: OfficeHours) -> _Counted:
    left, day = timedelta(hours=n), begun.date()
    while True:
        for opens, closes in hours.windows(day) if calendar.is_working(day) else ():
            opens = max(opens, begun)
            if closes - opens >= left:
                return opens + left, _rest_and_makeup(calendar, begun.date(), day)
            left -= max(closes - opens, timedelta())
        day += ONE_DAY


def _hours(n: int, begun: datetime, calendar: WorkingCalendar, hours: OfficeHours) -> _Counted:
    return begun + timedelta(hours=n), ()


_Counted = tuple[datetime, Iterable[Step]]
_COUNT: dict[Unit, Callable[[int, datetime, WorkingCalendar, OfficeHours], _Counted]] = {
    "working_days": _working_days,
    "calendar_days": _calendar_days,
    "working_hours": _working_hours,
    "hours": _hours,
}


def _rest_and_makeup(calendar: WorkingCalendar, start: date, end: date) -> Iterator[Step]:
    """What happened between `start` (not counted) and `end`: runs of rest days and make-up days, in order."""
    first: date | None = None
    for day in (start + timedelta(days=i) for i in range(1, (end - start).days + 1)):
        if not calendar.is_working(day):
            first = first or day
            continue
        if first:
            yield Step("skipped", first=first, last=day - ONE_DAY, why=_why(calendar, first, day - ONE_DAY))
            first = None
        if calendar.is_makeup(day):
            yield Step("makeup", day=day)


def _why(calendar: WorkingCalendar, first: date, last: date) -> Why:
    days = (first + timedelta(days=i) for i in range((last - first).days + 1))
    return "holiday" if any(map(calendar.is_holiday, days)) else "weekend"
