"""Which period a paper is about, once its day has come: always the one before (S0-23, S0-24, S0-27)."""

from __future__ import annotations

from datetime import date, timedelta

from huiyin.reporting.rules.cycles import Period, cycle_of, week_of


def due(every: str, day: int, today: date, start: date, boundary: int) -> Period | None:
    """The week, cycle or quarter before today's, from its `day` on; None before that, and before the city's start.

    Who was switched off on the day drafts it later. Raises KeyError for another kind of period.
    """
    current = {
        "week": week_of(today),
        "cycle": cycle_of(today, start, boundary),
        "quarter": quarter_of(today),
    }[every]
    if current is None or today < current.first + timedelta(days=day - 1):
        return None
    yesterday = current.first - timedelta(days=1)
    if yesterday < start:
        return None
    if every == "cycle":
        return cycle_of(yesterday, start, boundary)
    before = week_of(yesterday) if every == "week" else quarter_of(yesterday)
    return Period(max(before.first, start), before.last)


def quarter_of(day: date) -> Period:
    """The quarter of the year in which a day lies."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    after = date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
    return Period(first, after - timedelta(days=1))
