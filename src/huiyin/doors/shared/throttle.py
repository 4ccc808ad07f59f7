"""Guessing passwords gets slow: after a few failures an account, and an address, has to wait.

Counters live in the process: each web worker slows down a guesser on its own, and a restart forgives all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

LONGEST = timedelta(minutes=5)
MOST = 10_000
"""Keys remembered; the oldest are forgotten first, so that a flood of names can't fill the memory."""


@dataclass
class Throttle:
    """Counts failures by key. `free` of them cost nothing; each further one doubles the wait."""

    free: int
    failures: dict[str, tuple[int, datetime]] = field(default_factory=dict)

    def wait(self, key: str, now: datetime) -> timedelta:
        """How long to wait before `key` may try again; zero where it may."""
        count, last = self._known(key, now)
        if count < self.free:
            return timedelta()
        pause = min(timedelta(seconds=2 ** min(count - self.free + 1, 20)), LONGEST)
        return max(last + pause - now, timedelta())

    def failed(self, key: str, now: datetime) -> None:
        count, _last = self._known(key, now)
        self.failures.pop(key, None)
        self.failures[key] = (count + 1, now)
        while len(self.failures) > MOST:
            del self.failures[next(iter(self.failures))]

    def succeeded(self, key: str) -> None:
        self.failures.pop(key, None)

    def _known(self, key: str, now: datetime) -> tuple[int, datetime]:
        """An hour of quiet forgives."""
        count, last = self.failures.get(key, (0, now))
        return (0, now) if now - last > timedelta(hours=1) else (count, last)
