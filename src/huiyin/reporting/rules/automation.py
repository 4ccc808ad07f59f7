"""How much the program gives out by itself, and how often it was right (S3-08): never one without the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from huiyin.reporting.rules.measures import Share

Z = 1.96
"""Standard deviations for 95 % (Wilson 1927)."""


def wilson(share: Share) -> tuple[float, float] | None:
    """Between which per cents the true share lies with 95 %, however few there are; None of nothing."""
    n = share.whole
    if not n:
        return None
    p, spread = share.part / n, Z * Z / n
    middle = (p + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * sqrt(p * (1 - p) / n + spread / (4 * n))
    return round(100 * max(0.0, middle - half), 1), round(100 * min(1.0, middle + half), 1)


@dataclass(frozen=True)
class Given:
    """First dispatches that share a rule or a model's version (both "" where a person decided alone)."""

    rule: str
    version: str
    given: int
    automated: int
    overridden: int

    @property
    def right(self) -> Share:
        """Of those by the program, those that nobody had to put right."""
        return Share(self.automated - self.overridden, self.automated)


@dataclass(frozen=True)
class Automation:
    """All first dispatches of a period, by what decided them."""

    lines: tuple[Given, ...]

    @property
    def rate(self) -> Share:
        return Share(sum(one.automated for one in self.lines), sum(one.given for one in self.lines))

    @property
    def right(self) -> Share:
        wrong = sum(one.overridden for one in self.lines)
        return Share(self.rate.part - wrong, self.rate.part)

    @property
    def by_program(self) -> tuple[Given, ...]:
        """Each rule and version that gave something out, the most first."""
        lines = [one for one in self.lines if one.automated]
        return tuple(sorted(lines, key=lambda one: (-one.automated, one.rule, one.version)))


def added_up(rows: Iterable[tuple[str, str, int, int, int]]) -> Automation:
    """From (rule, version, given, automated, overridden)."""
    return Automation(tuple(Given(*row) for row in rows))
