import json
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.kernel.calendar import WorkingCalendar
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.deadlines import (
    About,
    Deadline,
    Limit,
    OfficeHours,
    Remaining,
    Step,
    choose,
    deadline,
    remaining,
)

OFFICIAL = WorkingCalendar.official()
HOURS = OfficeHours()
UNITS = ["working_days", "calendar_days", "working_hours", "hours"]
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 30), timezones=st.just(SHANGHAI))  # noqa: DTZ001
LIMITS = st.builds(Limit, st.just("accept"), st.integers(1, 40), st.sampled_from(UNITS))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def due(value: int, unit: str, start: str, hours: OfficeHours = HOURS) -> str:
    limit = Limit("accept", value, unit)  # type: ignore[arg-type]
    return f"{deadline(limit, at(start), OFFICIAL, hours).due_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def facts(result: Deadline) -> list[dict[str, object]]:
    return [step.to_json() for step in result.steps]


@pytest.mark.parametrize(
    ("value", "unit", "start", "expected"),
    [
        (3, "working_days", "2026-02-13T23:59", "2026-02-25 17:30:00"),
        (3, "working_days", "2026-03-07T10:00", "2026-03-11 17:30:00"),  # a Saturday: Mon, Tue, Wed
        (1, "working_days", "2026-09-18T08:00", "2026-09-20 17:30:00"),  # on to a Sunday that is worked
        (3, "calendar_days", "2026-03-02T10:00", "2026-03-05 17:30:00"),
        (3, "calendar_days", "2026-09-29T10:00", "2026-10-08 17:30:00"),  # 2 October: after the holiday
        (60, "calendar_days", "2026-08-04T10:00", "2026-10-08 17:30:00"),
        (2, "working_hours", "2026-03-02T11:00", "2026-03-02 15:30:00"),  # over lunch
        (
            1,
            "working_hours",
            "2026-03-02T16:30",
            "2026-03-02 17:30:00",
        ),  # until closing, not the next morning
        (2, "working_hours", "2026-09-30T16:30", "2026-10-08 09:30:00"),
        (13, "working_hours", "2026-03-02T07:00", "2026-03-03 17:30:00"),
        (7, "working_hours", "2026-03-01T12:00", "2026-03-03 09:00:00"),
        (2, "hours", "2026-10-03T23:30", "2026-10-04 01:30:00"),  # an emergency knows no rest day
    ],
)
def test_known_deadlines(value: int, unit: str, start: str, expected: str) -> None:
    assert due(value, unit, start) == expected


def test_a_moment_counts_by_its_day_in_shanghai() -> None:
    evening = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)  # half past midnight on the 3rd
    result = deadline(Limit("accept", 1, "working_days"), evening, OFFICIAL, HOURS)
    assert result.day == date(2026, 3, 4)
    assert result.due_at == datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
    assert result.due_at.tzinfo is UTC


def test_office_hours_and_the_end_of_the_day_are_the_offices_own() -> None:
    winter = OfficeHours((time(9), time(12)), (time(14), time(18)))
    assert due(1, "working_days", "2026-03-02T10:00", winter) == "2026-03-03 18:00:00"
    midnight = OfficeHours(ends="midnight")
    assert due(1, "working_days", "2026-03-02T10:00", midnight) == "2026-03-03 23:59:59"
    assert due(1, "working_hours", "2026-03-02T17:30", midnight) == "2026-03-03 09:30:00"


def test_the_steps_say_how_the_day_came_about() -> None:
    result = deadline(Limit("accept", 3, "working_days"), at("2026-02-13T09:00"), OFFICIAL, HOURS)
    assert facts(result) == [
        {"kind": "starts", "date": "2026-02-13", "at": "2026-02-13T01:00:00+00:00"},
        {"kind": "counts", "count": 3, "unit": "working_days"},
        {"kind": "makeup", "date": "2026-02-14"},
        {"kind": "skipped", "from": "2026-02-15", "to": "2026-02-23", "why": "holiday"},
        {"kind": "ends", "date": "2026-02-25", "at": "2026-02-25T09:30:00+00:00"},
    ]


def test_a_weekend_is_not_called_a_holiday() -> None:
    result = deadline(Limit("accept", 3, "working_days"), at("2026-03-05T09:00"), OFFICIAL, HOURS)
    assert {"kind": "skipped", "from": "2026-03-07", "to": "2026-03-08", "why": "weekend"} in facts(result)


def test_the_day_of_the_event_is_never_told_as_skipped() -> None:
    result = deadline(Limit("accept", 1, "working_days"), at("2026-03-07T09:00"), OFFICIAL, HOURS)
    assert facts(result)[2] == {"kind": "skipped", "from": "2026-03-08", "to": "2026-03-08", "why": "weekend"}


@pytest.mark.parametrize(
    ("start", "first", "last", "why"),
    [
        ("2026-03-04", "2026-03-07", "2026-03-09", "weekend"),
        ("2026-09-30", "2026-10-03", "2026-10-08", "holiday"),
    ],
)
def test_a_moved_last_day_is_told_with_its_reason(start: str, first: str, last: str, why: str) -> None:
    result = deadline(Limit("accept", 3, "calendar_days"), at(start), OFFICIAL, HOURS)
    assert facts(result)[2] == {"kind": "last_day_moved", "from": first, "to": last, "why": why}


def test_a_year_without_a_table_is_said_aloud() -> None:
    last = max(OFFICIAL.years)
    start = at(f"{last}-12-28T10:00")
    assert deadline(Limit("a", 9, "working_days"), start, OFFICIAL, HOURS).missing_years == (last + 1,)
    assert deadline(Limit("a", 30, "calendar_days"), start, OFFICIAL, HOURS).missing_years == (last + 1,)
    assert deadline(Limit("a", 2, "working_days"), start, OFFICIAL, HOURS).missing_years == ()


def test_a_moment_without_a_time_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="time zone"):
        deadline(Limit("accept", 3, "working_days"), datetime(2026, 3, 2), OFFICIAL, HOURS)  # noqa: DTZ001


@pytest.mark.parametrize(("value", "unit"), [(0, "hours"), (-1, "working_days"), (3, "days")])
def test_a_limit_that_cannot_be_counted_is_a_mistake(value: int, unit: str) -> None:
    with pytest.raises(ValueError, match="accept"):
        Limit("accept", value, unit)  # type: ignore[arg-type]


@given(LIMITS, MOMENTS)
def test_a_deadline_lies_after_its_start_and_on_a_working_day(limit: Limit, start: datetime) -> None:
    result = deadline(limit, start, OFFICIAL, HOURS)
    assert result.due_at > start
    if limit.unit != "hours":
        assert OFFICIAL.is_working(result.day)


@given(LIMITS, MOMENTS)
def test_more_time_is_never_due_sooner(limit: Limit, start: datetime) -> None:
    longer = Limit(limit.name, limit.value + 1, limit.unit)
    ends = [deadline(row, start, OFFICIAL, HOURS).due_at for row in (limit, longer)]
    assert ends == sorted(ends)


@given(LIMITS, MOMENTS, st.timedeltas(timedelta(), timedelta(days=20)))
def test_who_starts_later_is_never_due_sooner(limit: Limit, start: datetime, delay: timedelta) -> None:
    ends = [deadline(limit, moment, OFFICIAL, HOURS).due_at for moment in (start, start + delay)]
    assert ends == sorted(ends)


def added_up(steps: tuple[Step, ...]) -> date:
    """The last day as a reader works it out from the steps alone, with no calendar."""
    start, count = steps[0].day, steps[1].count
    assert start and count
    rest = [(step.first, step.last) for step in steps if step.kind == "skipped"]
    worked = {step.day for step in steps if step.kind == "makeup"}
    day, left = start, count
    while left:
        day += timedelta(days=1)
        skipped = any(first <= day <= last for first, last in rest if first and last)
        assert not (skipped and day in worked)
        if steps[1].unit == "working_days":
            assert skipped or day.weekday() < 5 or day in worked, f"{day} isn't explained"
        left -= not skipped
    return (
        next((step.last for step in steps if step.kind == "last_day_moved" and step.first == day), day) or day
    )


@given(LIMITS.filter(lambda row: row.unit.endswith("_days")), MOMENTS)
def test_the_steps_add_up_to_the_result(limit: Limit, start: datetime) -> None:
    result = deadline(limit, start, OFFICIAL, HOURS)
    assert added_up(result.steps) == result.day == result.steps[-1].day
    assert result.steps[-1].at == result.due_at


@settings(max_examples=25)
@given(st.integers(1, 20), MOMENTS.map(lambda moment: moment.replace(second=0, microsecond=0)))
def test_working_hours_are_what_a_walk_from_minute_to_minute_counts(value: int, start: datetime) -> None:
    moment, left = start, value * 60
    while left:
        open_now = time(8, 30) <= moment.time() < time(12) or time(14, 30) <= moment.time() < time(17, 30)
        left -= open_now and OFFICIAL.is_working(moment.date())
        moment += timedelta(minutes=1)
    assert deadline(Limit("a", value, "working_hours"), start, OFFICIAL, HOURS).due_at == moment


@given(LIMITS, MOMENTS)
def test_a_deadline_survives_its_json(limit: Limit, start: datetime) -> None:
    result = deadline(limit, start, OFFICIAL, HOURS)
    assert Deadline.from_json(json.loads(json.dumps(result.to_json()))) == result


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-09-29T17:30", Remaining(False, 2, 216)),  # over the holiday: 30 September and 8 October
        ("2026-10-07T23:00", Remaining(False, 1, 18)),
        ("2026-10-08T15:00", Remaining(False, 0, 2)),
        ("2026-10-08T17:30", Remaining(False, 0, 0)),
        ("2026-10-08T20:00", Remaining(True, 0, 2)),
        ("2026-10-10T09:00", Remaining(True, 2, 39)),  # a Saturday that is worked
        ("2026-10-11T17:30", Remaining(True, 2, 72)),
    ],
)
def test_what_is_left_is_told_in_working_days_and_hours(now: str, expected: Remaining) -> None:
    assert remaining(at("2026-10-08T17:30").astimezone(UTC), at(now).astimezone(UTC), OFFICIAL) == expected


NATIONAL = Limit("accept", 15, "calendar_days", since=date(2005, 5, 1))
NEWER = Limit("accept", 10, "calendar_days", since=date(2022, 5, 1))
CITY = Limit("accept", 3, "working_days", region="130500", since=date(2022, 2, 14))
CITY_LATER = Limit("accept", 2, "working_days", region="130500", since=date(2022, 6, 1))
COUNTY = Limit("accept", 1, "working_days", region="130520", since=date(2022, 3, 1))
ROWS = (CITY_LATER, NATIONAL, COUNTY, CITY, NEWER, Limit("review", 9, "hours"))


@pytest.mark.parametrize(
    ("region", "on", "expected"),
    [
        ("130500", date(2022, 2, 13), NATIONAL),
        ("130500", date(2022, 2, 14), CITY),
        ("130500", date(2022, 5, 2), CITY),  # a newer rule of the country doesn't undo the city's
        ("130500", date(2022, 6, 1), CITY_LATER),
        ("130502001000", date(2022, 6, 1), CITY_LATER),
        ("130520", date(2022, 2, 28), CITY),
        ("130520", date(2023, 1, 1), COUNTY),
        ("421200", date(2022, 5, 1), NEWER),
        ("", date(2022, 5, 1), NEWER),
    ],
)
def test_a_case_keeps_the_limit_it_began_under(region: str, on: date, expected: Limit) -> None:
    assert choose(ROWS, "accept", About(region), on) == expected
    assert choose(reversed(ROWS), "accept", About(region), on) == expected


def test_a_limit_that_is_nowhere_is_an_incomplete_blueprint() -> None:
    with pytest.raises(LookupError, match="reply"):
        choose(ROWS, "reply", About("130500"), date(2026, 1, 1))
    with pytest.raises(LookupError, match="accept"):
        choose(ROWS, "accept", About("421200"), date(2005, 4, 30))
