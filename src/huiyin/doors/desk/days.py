"""Days to choose from, in the reader's language: a browser shows its own date field in its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from huiyin.doors.shared.times import full_day
from huiyin.policy.queries import calendar

Choices = list[tuple[str, str]]


def as_choices(days: Iterable[date], today: date) -> Choices:
    """(2022-03-07, 3 月 7 日（星期一）)."""
    return [(day.isoformat(), full_day(day, today)) for day in days]


def last_days(today: date, many: int) -> Choices:
    """Today and the days before it."""
    return as_choices((today - timedelta(days=n) for n in range(many)), today)


def next_working_days(today: date, within: int) -> Choices:
    """The days after today, of the next `within`, on which offices work."""
    coming = (today + timedelta(days=n) for n in range(1, within + 1))
    return as_choices((day for day in coming if calendar().is_working(day)), today)
