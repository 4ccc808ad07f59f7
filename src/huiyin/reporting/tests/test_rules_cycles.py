"""The city's cycles, and with what a period is compared."""

from __future__ import annotations

from datetime import date

import pytest

from huiyin.reporting.rules.cycles import Period, before, cycle_of, cycles, week_of

START = date(2022, 2, 14)


def test_the_first_cycles_of_xingtai() -> None:
    found = list(cycles(START, 14, date(2022, 4, 14)))
    assert found == [
        Period(date(2022, 2, 14), date(2022, 3, 14)),
        Period(date(2022, 3, 15), date(2022, 4, 14)),
    ]


def test_a_cycle_that_ends_on_a_day_the_month_lacks_ends_on_its_last() -> None:
    assert [c.last for c in cycles(date(2022, 1, 31), 31, date(2022, 3, 5))] == [
        date(2022, 2, 28),
        date(2022, 3, 31),
    ]


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2022, 2, 14), date(2022, 2, 14)),
        (date(2022, 3, 14), date(2022, 2, 14)),
        (date(2022, 3, 15), date(2022, 3, 15)),
        (date(2023, 1, 1), date(2022, 12, 15)),
    ],
)
def test_each_day_lies_in_one_cycle(day: date, first: date) -> None:
    found = cycle_of(day, START, 14)
    assert found is not None
    assert found.first == first
    assert day in found


def test_before_the_start_there_is_no_cycle() -> None:
    assert cycle_of(date(2022, 2, 13), START, 14) is None


def test_a_cycle_is_compared_with_the_cycle_before_however_long_that_was() -> None:
    second = Period(date(2022, 3, 15), date(2022, 4, 14))
    assert before(second, START, 14) == Period(date(2022, 2, 14), date(2022, 3, 14))


def test_another_period_is_compared_with_as_many_days_before() -> None:
    week = week_of(date(2022, 3, 9))
    assert before(week, START, 14) == Period(date(2022, 2, 28), date(2022, 3, 6))


@pytest.mark.parametrize(
    "period",
    [Period(START, date(2022, 3, 14)), Period(START, date(2022, 3, 20)), week_of(START)],
)
def test_nothing_is_compared_with_the_time_before_the_start(period: Period) -> None:
    assert before(period, START, 14) is None
