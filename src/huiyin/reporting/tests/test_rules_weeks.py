"""Weeks and the days around them are the period, each day once; counts add up and come off again."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.weeks import Counts, add, around, runs, weeks_in

DAYS = st.dates(date(2021, 12, 1), date(2023, 2, 1))
PERIODS = st.tuples(DAYS, st.integers(0, 90)).map(lambda p: Period(p[0], p[0] + timedelta(days=p[1])))


def days(periods: list[Period]) -> list[date]:
    return [p.first + timedelta(days=n) for p in periods for n in range((p.last - p.first).days + 1)]


@given(PERIODS, st.data())
def test_whichever_weeks_are_kept_each_day_is_in_one_part(period: Period, data: st.DataObject) -> None:
    whole = weeks_in(period)
    kept = data.draw(st.lists(st.sampled_from(whole), unique=True)) if whole else []
    inside = runs(kept)
    beside = around(period, inside)
    assert sorted(days(inside) + days(beside)) == days([period])
    assert len(days(inside)) == 7 * len(kept)
    assert all(one.last + timedelta(days=1) < other.first for one, other in pairwise(inside))


@given(PERIODS)
def test_all_whole_weeks_of_a_period_are_found_and_no_other(period: Period) -> None:
    mondays = [day for day in days([period]) if day.weekday() == 0 and day + timedelta(days=6) in period]
    assert weeks_in(period) == mondays


def test_of_some_measures_or_of_none() -> None:
    kept: Counts = {"": {"": {"received": 3, "outside": 1}}}
    sums: Counts = {}
    add(sums, kept, only={"received"})
    add(sums, kept, only=set())
    assert sums == {"": {"": {"received": 3}}}
    add(sums, kept)
    add(sums, kept, -1)
    assert sums == {"": {"": {"received": 3, "outside": 0}}}
