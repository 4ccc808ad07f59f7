"""The four processes of a matter in hand, each with its own limit: look into it, deal with it, report back, answer.

调查, 处置, 反馈, 回复 (S3-13).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

PROCESSES = ("verification", "handling", "approval", "reply")
"""By the limit of each: a limit is what a process is measured by."""


@dataclass(frozen=True)
class Clock:
    """One run of a limit: since when, until when it had to be over, when it was."""

    kind: str
    since: datetime
    due_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Process:
    """How one process stands: "todo", "here", "late" (running past its limit), "done", "was_late", or "passed_by".

    A process that never ran although a later one did was passed by: its work was done within the one before it.
    """

    kind: str
    state: str
    clock: Clock | None = None


def processes(clocks: Iterable[Clock], now: datetime) -> list[Process]:
    """The four in order, each by its last run: what was returned for more work runs again."""
    last: Mapping[str, Clock] = {clock.kind: clock for clock in sorted(clocks, key=lambda one: one.since)}
    begun = [place for place, kind in enumerate(PROCESSES) if kind in last]
    running = [place for place in begun if last[PROCESSES[place]].ended_at is None]
    here = running[-1] if running else max(begun, default=-1)
    return [_process(place, last.get(kind), here, now) for place, kind in enumerate(PROCESSES)]


def _process(place: int, clock: Clock | None, here: int, now: datetime) -> Process:
    kind = PROCESSES[place]
    if clock is None:
        return Process(kind, "passed_by" if place < here else "todo")
    if place > here:
        return Process(kind, "todo")  # it ran before the matter came back for more work
    if clock.ended_at is None:
        return Process(kind, "late" if now > clock.due_at else "here", clock)
    return Process(kind, "was_late" if clock.ended_at > clock.due_at else "done", clock)
