"""The days before, during and after a campaign, equally long so that their counts can stand side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from huiyin.reporting.rules.cycles import Period

LONGEST = 366
"""Days that a campaign lasts at most."""

ONE = timedelta(days=1)


def spans(first: date, last: date, start: date, today: date) -> Mapping[str, tuple[Period | None, bool]]:
    """`before`, `during` and `after`, each with whether its days are whole.

    `before` begins no earlier than the city's `start`, `during` and `after` end no later than `today`. None: no day of
    it has come, or there is none since the start. What isn't whole is shown, and not compared.
    """
    length = last - first
    wanted = {
        "before": (first - length - ONE, first - ONE),
        "during": (first, last),
        "after": (last + ONE, last + length + ONE),
    }
    return {name: _within(begin, end, start, today) for name, (begin, end) in wanted.items()}


def _within(begin: date, end: date, start: date, today: date) -> tuple[Period | None, bool]:
    there = Period(max(begin, start), min(end, today))
    return (there if there.first <= there.last else None), there == Period(begin, end)
