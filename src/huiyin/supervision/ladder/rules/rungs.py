"""Which rung comes next, and when: from what was climbed so far, the city's ladder, its limits and office hours."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from huiyin.kernel.calendar import WorkingCalendar
from huiyin.kernel.deadlines import Deadline
from huiyin.kernel.offices import Opening, opening
from huiyin.policy.rules.ladder import Rung, rungs_of

Due = Callable[[str, datetime], Deadline]
"""When a limit that began at a moment ends: the city's, for the region concerned."""


@dataclass(frozen=True)
class Spot:
    """Where a case stands on the ladder: the limit that lapsed, when, and the rungs behind it with their moments."""

    kind: str
    due_at: datetime
    taken: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True)
class Next:
    """The next rung (None: the ladder ends), from when it may be climbed, and how that was counted."""

    rung: Rung | None
    at: datetime
    how: Deadline | None = None


def coming(ladder: Iterable[Rung], spot: Spot, due: Due, calendar: WorkingCalendar, offices: Opening) -> Next:
    """What comes next. The end comes as long after the last rung as that came after the one below it."""
    way = rungs_of(ladder, spot.kind)
    behind = [at for at, rung in enumerate(way) if rung.code in dict(spot.taken)]
    place = behind[-1] + 1 if behind else 0
    rung = way[place] if place < len(way) else None
    timed = rung or (way[-1] if way else None)
    begun = spot.taken[-1][1] if spot.taken else spot.due_at
    how = due(timed.limit, begun) if timed and timed.limit else None
    moment = how.due_at if how else begun
    if rung is not None and rung.act == "lock":
        return Next(rung, moment, how)
    return Next(rung, opening(moment, calendar, offices), how)


@dataclass(frozen=True)
class Facts:
    """What decides whether a case is still late by the deadline for which it stands on the ladder.

    `running`: nobody has ended it; `moved`: to a later day; `last`: it is the case's last of its kind. Never what time
    it is: a clock set back makes nothing that was late punctual.
    """

    state: str
    answered: bool
    running: bool
    moved: bool
    last: bool = True


def stands(kind: str, facts: Facts) -> bool:
    """Whether the case belongs on the ladder. A locked one does until it is given out again."""
    if facts.moved:
        return False
    if kind == "whole":
        return not facts.answered
    return facts.running or (kind == "acceptance" and facts.state == "locked" and facts.last)


UNIT_ACTS = frozenset({"assigned", "verifying", "submitted"})
"""States in which it is the unit that is late."""


def is_units(kind: str, state: str) -> bool:
    """Whether what lapsed lies with the unit; else it is the committee's own."""
    return state in UNIT_ACTS or (state == "locked" and kind in ("acceptance", "whole"))
