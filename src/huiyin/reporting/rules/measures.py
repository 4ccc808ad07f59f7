"""What a figure is: a numerator, a denominator where it is a share, and which cases it opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

STAGES: Mapping[str, tuple[str, ...]] = {
    "to_review": ("received", "referred"),
    "to_accept": ("assigned",),
    "locked": ("locked",),
    "in_hand": ("verifying", "submitted", "approved"),
    "done": ("answered", "closed", "declined"),
}
"""How states are shown to leaders: five stages, every state in exactly one."""

DIMENSIONS = ("system", "level", "problem_type", "organ", "identity_mode")
"""By what a distribution can be asked."""


@dataclass(frozen=True)
class Share:
    """A part of a whole, never without its denominator."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """In per cent, one decimal; None where there is nothing to divide by."""
        return round(100 * self.part / self.whole, 1) if self.whole else None


@dataclass(frozen=True)
class Row:
    """One line of a distribution: how many cases, how far they are, how many are late."""

    key: str
    name: str
    total: int
    stages: Mapping[str, int]
    late: int
