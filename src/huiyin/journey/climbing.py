"""What the worker does for the ladder in each round: who acted leaves, what is due climbs, circulars are made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.offices import opening
from huiyin.policy.queries import policy
from huiyin.reporting.rules.cycles import cycle_of
from huiyin.supervision.ladder.actions import climb, collect, leave
from huiyin.supervision.ladder.queries import due, over, to_collect

Alone = Callable[..., Any]
"""Calls what it is given; where that fails it logs so and answers None."""


def climb_ladders(now: datetime, alone: Alone, most: int) -> int:
    """How many standings and circulars it touched; one that breaks keeps no other waiting."""
    touched = 0
    for standing in over()[:most]:
        touched += alone("leaving_failed", standing, leave, standing, now=now) is not None
    for standing in due(now)[:most]:
        touched += alone("climb_failed", standing, climb, standing, now=now) is not None
    return touched + _circulars(now, alone)


def _circulars(now: datetime, alone: Alone) -> int:
    """After a cycle's end, in office hours: one circular for each committee that has units to name."""
    rules, today, made = policy(), now.astimezone(SHANGHAI).date(), 0
    for committee, since in to_collect():
        cycle = cycle_of(since.astimezone(SHANGHAI).date(), rules.city.start, rules.city.cycle_day)
        if cycle is None or cycle.last >= today or opening(now, rules.calendar, rules.office_hours) > now:
            continue
        made += len(
            alone("circular_failed", committee, collect, committee, cycle.first, cycle.last, now=now) or ()
        )
    return made
