"""How a promised day comes about: a limit, a moment, a calendar, office hours; and the steps that explain it.

Counting follows the Civil Code, articles 200-204: the day of the event isn't counted (hours run at once); a
last day on a rest day moves to the first day after it; it ends at close of business, where there is one.
A deadline keeps all that it was counted from, so that it can be counted again: over a pause, with an extension, by
a calendar that was put right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from huiyin.kernel.calendar import OfficeHours, WorkingCalendar
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.counting import Grounds, Pause, count
from huiyin.kernel.limits import About, Limit, choose
from huiyin.kernel.offices import Opening
from huiyin.kernel.steps import Step

__all__ = [
    "About", "Deadline", "Limit", "OfficeHours", "Pause", "Remaining", "Step", "again", "choose", "deadline",
    "remaining",
]  # fmt: skip


@dataclass(frozen=True)
class Deadline:
    """`due_at` (UTC) is the last moment in time. `missing_years` lack a table, so Monday-Friday counted.

    `pauses`, in order: when the time stood still. `extensions`: what was granted on top, each from the last day so far.
    """

    limit: Limit
    due_at: datetime
    steps: tuple[Step, ...]
    missing_years: tuple[int, ...]
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Limit, ...] = ()

    @property
    def day(self) -> date:
        """The promised day in Shanghai."""
        return self.due_at.astimezone(SHANGHAI).date()

    @property
    def started_at(self) -> datetime:
        """The event from which it is counted."""
        return self.steps[0].at or self.due_at

    def to_json(self) -> dict[str, Any]:
        more: dict[str, Any] = {}
        if self.pauses:
            more["pauses"] = [[p.begins.isoformat(), p.ends.isoformat()] for p in self.pauses]
        if self.extensions:
            more["extensions"] = [limit.to_json() for limit in self.extensions]
        return {
            "limit": self.limit.to_json(),
            "due_at": self.due_at.isoformat(),
            "steps": [step.to_json() for step in self.steps],
            "missing_years": list(self.missing_years),
            **more,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Deadline:
        return cls(
            Limit.from_json(data["limit"]),
            datetime.fromisoformat(data["due_at"]),
            tuple(Step.from_json(step) for step in data["steps"]),
            tuple(data["missing_years"]),
            tuple(Pause(*map(datetime.fromisoformat, pause)) for pause in data.get("pauses", ())),
            tuple(Limit.from_json(limit) for limit in data.get("extensions", ())),
        )


@dataclass(frozen=True)
class Remaining:
    """What is left until a deadline, or how long ago it was: working days after today, whole hours in all."""

    late: bool
    working_days: int
    hours: int


def deadline(
    limit: Limit,
    start: datetime,
    calendar: WorkingCalendar,
    office_hours: Opening,
    *,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Limit] = (),
) -> Deadline:
    """When something begun at `start` (aware) is due. Raises ValueError for a moment without a time zone."""
    if start.tzinfo is None:
        raise ValueError("a deadline starts at a moment with a time zone")
    stood = tuple(sorted(pauses, key=lambda pause: pause.begins))
    on, begun = Grounds(calendar, office_hours, stood), start.astimezone(SHANGHAI)
    ends, why = count(limit.unit, limit.value, begun, on)
    steps = [
        Step("starts", day=begun.date(), at=start.astimezone(UTC)),
        Step("counts", count=limit.value, unit=limit.unit),
        *why,
    ]
    granted = tuple(extensions)
    for more in granted:
        ends, why = count(more.unit, more.value, ends, on)
        steps += [Step("extended", count=more.value, unit=more.unit), *(s for s in why if s not in steps)]
    steps.append(Step("ends", day=ends.date(), at=ends.astimezone(UTC)))
    plain = all(one.unit == "hours" for one in (limit, *granted))
    missing = () if plain else calendar.missing(begun.date(), ends.date())
    return Deadline(limit, ends.astimezone(UTC), tuple(steps), missing, stood, granted)


def again(
    old: Deadline,
    calendar: WorkingCalendar,
    office_hours: Opening,
    *,
    pauses: Iterable[Pause] | None = None,
    extensions: Iterable[Limit] | None = None,
) -> Deadline:
    """The same deadline counted anew: from the moment and under the limit that it began with."""
    return deadline(
        old.limit,
        old.started_at,
        calendar,
        office_hours,
        pauses=old.pauses if pauses is None else pauses,
        extensions=old.extensions if extensions is None else extensions,
    )


def remaining(due_at: datetime, now: datetime, calendar: WorkingCalendar) -> Remaining:
    """How far `now` is from `due_at`. On the due day `working_days` is 0 and `hours` tells the rest."""
    today, last = now.astimezone(SHANGHAI).date(), due_at.astimezone(SHANGHAI).date()
    days = abs(calendar.working_days_between(today, last))
    return Remaining(now > due_at, days, int(abs(due_at - now) / timedelta(hours=1)))
