from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.calendar import WorkingCalendar

OFFICIAL = WorkingCalendar.official()
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


def span(first: str, last: str) -> set[date]:
    a, b = date.fromisoformat(first), date.fromisoformat(last)
    return {a + timedelta(days=i) for i in range((b - a).days + 1)}


OFF = (
    span("2025-01-01", "2025-01-01") | span("2025-01-28", "2025-02-04") | span("2025-04-04", "2025-04-06")
    | span("2025-05-01", "2025-05-05") | span("2025-05-31", "2025-06-02") | span("2025-10-01", "2025-10-08")
    | span("2026-01-01", "2026-01-03") | span("2026-02-15", "2026-02-23") | span("2026-04-04", "2026-04-06")
    | span("2026-05-01", "2026-05-05") | span("2026-06-19", "2026-06-21") | span("2026-09-25", "2026-09-27")
    | span("2026-10-01", "2026-10-07")
)  # fmt: skip
MAKEUP = {
    date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11),
    date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20), date(2026, 10, 10),
}  # fmt: skip


def test_every_day_of_2025_and_2026_is_as_the_notices_say() -> None:
    for day in sorted(span("2025-01-01", "2026-12-31")):
        expected = day in MAKEUP or (day.weekday() < 5 and day not in OFF)
        assert OFFICIAL.is_working(day) == expected == chinese_calendar.is_workday(day), day
        assert OFFICIAL.is_makeup(day) == (day in MAKEUP), day


@pytest.mark.parametrize("year", [2025, 2026])
def test_both_years_have_248_working_days(year: int) -> None:
    assert OFFICIAL.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == 248


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-02-10", 5, "2026-02-24"),
        ("2026-02-13", 3, "2026-02-25"),
        ("2026-09-30", 5, "2026-10-13"),
        ("2026-04-30", 1, "2026-05-06"),
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-05-06", -1, "2026-04-30"),
        ("2026-10-03", 0, "2026-10-03"),
    ],
)
def test_known_sums(start: str, n: int, end: str) -> None:
    assert OFFICIAL.add_working_days(date.fromisoformat(start), n) == date.fromisoformat(end)


@given(DAYS, st.integers(1, 90))
def test_adding_and_counting_are_each_others_reverse(start: date, n: int) -> None:
    end = OFFICIAL.add_working_days(start, n)
    assert OFFICIAL.is_working(end)
    assert OFFICIAL.working_days_between(start, end) == n
    assert OFFICIAL.working_days_between(end, start) == -n


@given(DAYS, DAYS)
def test_counting_is_what_a_walk_from_day_to_day_counts(a: date, b: date) -> None:
    low, high = sorted((a, b))
    counted, day = 0, low
    while day < high:
        day += timedelta(days=1)
        counted += OFFICIAL.is_working(day)
    assert OFFICIAL.working_days_between(low, high) == counted


@given(DAYS)
def test_the_next_working_day_is_the_first_one(day: date) -> None:
    found = OFFICIAL.next_working(day)
    assert OFFICIAL.is_working(found)
    assert not any(OFFICIAL.is_working(day + timedelta(days=i)) for i in range((found - day).days))


def test_a_year_without_a_notice_is_named_and_counted_by_weekdays() -> None:
    last = max(OFFICIAL.years)
    with pytest.raises(NotImplementedError):
        chinese_calendar.is_workday(date(last + 1, 1, 4))
    assert OFFICIAL.missing(date(last, 12, 30), date(last + 2, 1, 1)) == (last + 1, last + 2)
    assert OFFICIAL.missing(date(2025, 12, 30), date(2026, 1, 5)) == ()
    assert OFFICIAL.is_working(date(2035, 10, 1)) and not OFFICIAL.is_working(date(2035, 10, 6))


def test_an_edit_changes_its_day_in_a_new_calendar_and_makes_no_year_official() -> None:
    edited = OFFICIAL.with_changes(
        {date(2026, 3, 2): False, date(2026, 10, 3): True, date(2030, 1, 2): False}
    )
    assert not edited.is_working(date(2026, 3, 2)) and OFFICIAL.is_working(date(2026, 3, 2))
    assert edited.is_makeup(date(2026, 10, 3))
    assert edited.is_holiday(date(2030, 1, 2))
    assert edited.years == OFFICIAL.years
    assert edited.with_changes({}, years=[2030]).missing(date(2030, 1, 1), date(2030, 1, 2)) == ()


def test_an_edit_can_take_an_exception_back() -> None:
    assert OFFICIAL.with_changes({date(2026, 2, 14): False, date(2026, 10, 1): True}).days.keys() == (
        OFFICIAL.days.keys() - {date(2026, 2, 14), date(2026, 10, 1)}
    )


def test_stored_rows_give_the_same_calendar() -> None:
    assert WorkingCalendar.from_rows(OFFICIAL.days.items(), OFFICIAL.years) == OFFICIAL


def test_a_calendar_does_not_follow_the_mapping_it_was_made_of() -> None:
    days = {date(2026, 3, 2): False}
    made = WorkingCalendar(days, frozenset())
    days[date(2026, 3, 3)] = False
    assert made.is_working(date(2026, 3, 3))
    with pytest.raises(TypeError):
        made.days[date(2026, 3, 3)] = False  # type: ignore[index]
