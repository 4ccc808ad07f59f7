"""The city's cycles, and with what a period is compared."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


days = st.dates(date(2020, 1, 1), date(2026, 12, 31))
boundaries = st.integers(1, 31)


@given(days, boundaries, st.integers(0, 800))
def test_cycles_tile_the_time_from_the_start_on(start: date, boundary: int, length: int) -> None:
    until = start + timedelta(days=length)
    found = list(cycles(start, boundary, until))
    assert found[0].first == start
    assert all(after.first - one.last == timedelta(days=1) for one, after in pairwise(found))
    assert found[-1].first <= until <= found[-1].last, "none is missing, none is begun too early"


@given(days, boundaries, st.integers(0, 800))
def test_each_cycle_ends_on_its_day_or_on_the_last_of_a_short_month(
    start: date, boundary: int, length: int
) -> None:
    for cycle in cycles(start, boundary, start + timedelta(days=length)):
        last_of_month = (cycle.last + timedelta(days=1)).day == 1
        assert cycle.last.day == boundary or (cycle.last.day < boundary and last_of_month)
        assert (cycle.last - cycle.first).days < 62


@given(days, boundaries, st.integers(0, 800))
def test_a_day_lies_in_the_one_cycle_that_is_named_for_it(start: date, boundary: int, length: int) -> None:
    day = start + timedelta(days=length)
    named = cycle_of(day, start, boundary)
    assert [cycle for cycle in cycles(start, boundary, day) if day in cycle] == [named]


@given(days, boundaries, st.integers(0, 800))
def test_what_a_cycle_is_compared_with_ends_where_it_begins(start: date, boundary: int, length: int) -> None:
    cycle = cycle_of(start + timedelta(days=length), start, boundary)
    assert cycle is not None
    earlier = before(cycle, start, boundary)
    assert (earlier is None) == (cycle.first == start)
    assert earlier is None or earlier.last + timedelta(days=1) == cycle.first
