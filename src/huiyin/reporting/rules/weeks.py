"""A period in parts: weeks whose figures are kept, and the days around them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from huiyin.reporting.rules.cycles import Period, week_of

Counts = dict[str, dict[str, dict[str, int]]]
"""By dimension and key what each measure counts; under dimension and key "" what all cases count."""


def weeks_in(period: Period) -> list[date]:
    """The Mondays of the weeks that lie in a period from end to end."""
    first = week_of(period.first).first
    monday = first if first == period.first else first + timedelta(weeks=1)
    whole = (period.last - monday).days + 1
    return [monday + timedelta(weeks=n) for n in range(max(whole, 0) // 7)]


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


def add(into: Counts, counts: Counts, sign: int = 1, only: Collection[str] | None = None) -> None:
    """Adds counts, or takes them away; of all measures, or of `only` some, which may be none."""
    for dimension, by_key in counts.items():
        lines = into.setdefault(dimension, {})
        for key, line in by_key.items():
            sums = lines.setdefault(key, {})
            for measure, n in line.items():
                if only is None or measure in only:
                    sums[measure] = sums.get(measure, 0) + sign * n
