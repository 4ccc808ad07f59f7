"""When a message may go out, and how long to wait after a failure."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from huiyin.kernel.clock import SHANGHAI

WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""After the first, second ... failed attempt."""

TRIES = len(WAITS) + 1
"""The attempt after which a delivery counts as undelivered."""

MORNING, EVENING = time(8), time(21)
"""Nobody's phone rings outside these hours for something that can wait."""


def wait(attempt: int) -> timedelta | None:
    """How long to wait after failed attempt number `attempt` (from 1); None: that was the last."""
    return WAITS[attempt - 1] if attempt < TRIES else None


def quiet(now: datetime) -> bool:
    """Whether it is night in China."""
    return not MORNING <= now.astimezone(SHANGHAI).time() < EVENING


def earliest(at: datetime, *, urgent: bool) -> datetime:
    """`at`, or the next morning where that is night and the message can wait."""
    if urgent or not quiet(at):
        return at
    local = at.astimezone(SHANGHAI)
    day = local.date() + timedelta(days=1 if local.time() >= EVENING else 0)
    return datetime.combine(day, MORNING, SHANGHAI).astimezone(at.tzinfo)
