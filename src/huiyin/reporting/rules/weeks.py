"""A period in parts: weeks whose figures are kept, and the days around them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from huiyin.reporting.rules.cycles import Period, week_of

Counts = dict[str, dict[str, dict[str, int]]]
"""By dimension and key what each measure counts; under dimension and key "" what all cases count."""


def weeks_in(period: Period, least: int = 7) -> list[date]:
    """The Mondays of the weeks of which at least so many days lie in a period: all seven where nothing is said."""
    monday = week_of(period.first).first
    mondays = [monday + timedelta(weeks=n) for n in range((period.last - monday).days // 7 + 1)]
    return [first for first in mondays if _days_of(week_of(first), period) >= least]


def _days_of(week: Period, period: Period) -> int:
    return (min(week.last, period.last) - max(week.first, period.first)).days + 1


def runs(mondays: Iterable[date]) -> list[Period]:
    """The weeks as few periods: those that follow each other are one."""
    found: list[Period] = []
    for monday in sorted(mondays):
        week = week_of(monday)
        if found and found[-1].last + timedelta(days=1) == monday:
            found[-1] = Period(found[-1].first, week.last)
        else:
            found.append(week)
    return found


def around(period: Period, inside: Iterable[Period]) -> list[Period]:
    """The days of `period` that lie in none of the periods `inside`, which are in order and apart."""
    found, first = [], period.first
    for part in inside:
        if first < part.first:
            found.append(Period(first, part.first - timedelta(days=1)))
        first = part.last + timedelta(days=1)
    if first <= period.last:
        found.append(Period(first, period.last))
    return found


def beyond(period: Period, inside: Iterable[Period]) -> list[Period]:
    """The days of the periods `inside` that don't lie in `period`, of which each has some."""
    found = []
    for part in inside:
        if part.first < period.first:
            found.append(Period(part.first, period.first - timedelta(days=1)))
        if part.last > period.last:
            found.append(Period(period.last + timedelta(days=1), part.last))
    return found


def add(into: Counts, counts: Counts, sign: int = 1, only: Collection[str] | None = None) -> None:
    """Adds counts, or takes them away; of all measures, or of `only` some, which may be none."""
    for dimension, by_key in counts.items():
        lines = into.setdefault(dimension, {})
        for key, line in by_key.items():
            sums = lines.setdefault(key, {})
            for measure, n in line.items():
                if only is None or measure in only:
                    sums[measure] = sums.get(measure, 0) + sign * n
