"""Where a door or a worker asks what time it is. Rules and actions take `now` as an argument instead.

A demonstration lives on after its replay: its clock is the real one shifted, so that a story of 2022 doesn't
look four years late. `huiyin up` refuses a shifted clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""The one time zone of the domain; China has had no summer time since 1991."""


class Clock(Protocol):
    def now(self) -> datetime:
        """An aware moment in UTC."""


@dataclass(frozen=True)
class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251  the one place that reads the machine's clock


@dataclass(frozen=True)
class ShiftedClock:
    """The machine's clock moved by `shift` (negative: into the past)."""

    shift: timedelta

    def now(self) -> datetime:
        return SystemClock().now() + self.shift


@dataclass
class FixedClock:
    """Stands still until it is set: for tests and for the replay."""

    at: datetime

    def now(self) -> datetime:
        return self.at
