"""What moved from one span of time to another, so that "it got better" is a figure that can be checked (S4-22)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from huiyin.kernel.lifecycle import Refused


@dataclass(frozen=True)
class Span:
    """From the first day to the last, and what was counted in it."""

    since: date
    until: date
    value: Decimal

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def months(self) -> int | None:
        """How many whole months it is; None where it isn't."""
        whole = self.since.day == 1 and self.until.day == monthrange(self.until.year, self.until.month)[1]
        return (
            12 * (self.until.year - self.since.year) + self.until.month - self.since.month + 1
            if whole
            else None
        )


def change(before: Decimal, after: Decimal) -> Decimal:
    """By how many per cent it rose (fell: below zero), to one decimal, half away from zero. `before` isn't 0."""
    return (100 * (after - before) / before).quantize(Decimal("0.1"), ROUND_HALF_UP)


def incomparable(before: Span, after: Span, today: date) -> Refused | None:
    """Why two spans can't stand against each other. None: they can.

    Refused with the field: `span_backwards`, `span_not_over` (it must have ended before `today`), `spans_overlap`,
    `spans_differ` (neither as many whole months nor as many days), `below_zero`, `nothing_before`.
    """
    for name, span in (("before", before), ("after", after)):
        if span.until < span.since:
            return Refused("span_backwards", {"field": f"{name}_until"})
        if span.value < 0:
            return Refused("below_zero", {"field": name})
    if after.until >= today:
        return Refused("span_not_over", {"field": "after_until"})
    if after.since <= before.until:
        return Refused("spans_overlap", {"field": "after_since"})
    if before.days != after.days and (before.months is None or before.months != after.months):
        return Refused("spans_differ", {"field": "after_until"})
    if not before.value:
        return Refused("nothing_before", {"field": "before"})
    return None
