"""Weeks and the days around them are the period, each day once; counts add up and come off again."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.weeks import Counts, add, around, beyond, runs, weeks_in

DAYS = st.dates(date(2021, 12, 1), date(2023, 2, 1))
PERIODS = st.tuples(DAYS, st.integers(0, 90)).map(lambda p: Period(p[0], p[0] + timedelta(days=p[1])))


def days(periods: list[Period]) -> list[date]:
    return [p.first + timedelta(days=n) for p in periods for n in range((p.last - p.first).days + 1)]


@given(PERIODS, st.integers(1, 7), st.data())
def test_whichever_weeks_are_kept_each_day_counts_once(
    period: Period, least: int, data: st.DataObject
) -> None:
    known = weeks_in(period, least)
    kept = data.draw(st.lists(st.sampled_from(known), unique=True)) if known else []
    inside = runs(kept)
    counted = Counter(days(inside) + days(around(period, inside)))
    counted.subtract(days(beyond(period, inside)))
    assert +counted == Counter(days([period])) and min(counted.values()) >= 0
    assert len(days(inside)) == 7 * len(kept) and len(days(beyond(period, inside))) <= 2 * (7 - least)
    assert all(one.last + timedelta(days=1) < other.first for one, other in pairwise(inside))


@given(PERIODS)
def test_all_whole_weeks_of_a_period_are_found_and_no_other(period: Period) -> None:
    mondays = [day for day in days([period]) if day.weekday() == 0 and day + timedelta(days=6) in period]
    assert weeks_in(period) == mondays
    most = Counter(day - timedelta(days=day.weekday()) for day in days([period]))
    assert weeks_in(period, 4) == [monday for monday, n in most.items() if n >= 4]


def test_of_some_measures_or_of_none() -> None:
    kept: Counts = {"": {"": {"received": 3, "outside": 1}}}
    sums: Counts = {}
    add(sums, kept, only={"received"})
    add(sums, kept, only=set())
    assert sums == {"": {"": {"received": 3}}}
    add(sums, kept)
    add(sums, kept, -1)
    assert sums == {"": {"": {"received": 3, "outside": 0}}}
