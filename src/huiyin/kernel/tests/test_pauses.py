"""A clock that stands still counts nothing; more time is counted on top; and both survive being kept."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.calendar import WorkingCalendar
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.deadlines import Deadline, Limit, OfficeHours, Pause, again, deadline

OFFICIAL, HOURS = WorkingCalendar.official(), OfficeHours()
UNITS = ["working_days", "calendar_days", "working_hours", "hours"]
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 6, 30), timezones=st.just(SHANGHAI))  # noqa: DTZ001
LIMITS = st.builds(Limit, st.just("verification"), st.integers(1, 30), st.sampled_from(UNITS))
SPANS = st.timedeltas(timedelta(0), timedelta(days=30))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def due(value: int, unit: str, start: str, *pauses: tuple[str, str], more: tuple[Limit, ...] = ()) -> str:
    stood = [Pause(at(a), at(b)) for a, b in pauses]
    limit = Limit("verification", value, unit)  # type: ignore[arg-type]
    result = deadline(limit, at(start), OFFICIAL, HOURS, pauses=stood, extensions=more)
    return f"{result.due_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("value", "unit", "start", "pause", "expected"),
    [
        # Mon 2 March, 5 working days: 3, 4 are used on the 4th; 3 left after Tue 10 March
        (5, "working_days", "2026-03-02T10:00", ("2026-03-04T09:00", "2026-03-10T09:00"), "2026-03-13 17:30"),
        # stopped on its last day: the first working day that closes after the end (a Saturday)
        (2, "working_days", "2026-03-02T10:00", ("2026-03-04T09:00", "2026-03-07T09:00"), "2026-03-09 17:30"),
        (2, "working_days", "2026-03-02T10:00", ("2026-03-04T09:00", "2026-03-06T18:00"), "2026-03-09 17:30"),
        (2, "working_days", "2026-03-02T10:00", ("2026-03-04T09:00", "2026-03-06T09:00"), "2026-03-06 17:30"),
        (
            10,
            "calendar_days",
            "2026-03-02T10:00",
            ("2026-03-04T09:00", "2026-03-06T09:00"),
            "2026-03-16 17:30",
        ),
        # 2 of 4 office hours used before ten, none over the pause
        (
            4,
            "working_hours",
            "2026-03-02T08:30",
            ("2026-03-02T10:30", "2026-03-03T10:00"),
            "2026-03-03 12:00",
        ),
        (10, "hours", "2026-03-02T08:00", ("2026-03-02T10:00", "2026-03-02T20:00"), "2026-03-03 04:00"),
    ],
)
def test_known_pauses(value: int, unit: str, start: str, pause: tuple[str, str], expected: str) -> None:
    assert due(value, unit, start, pause) == expected


@given(LIMITS, MOMENTS, SPANS)
def test_a_pause_of_no_length_changes_nothing(limit: Limit, start: datetime, after: timedelta) -> None:
    plain = deadline(limit, start, OFFICIAL, HOURS)
    paused = deadline(limit, start, OFFICIAL, HOURS, pauses=[Pause(start + after, start + after)])
    assert paused.due_at == plain.due_at


@given(LIMITS, MOMENTS, SPANS, SPANS, SPANS)
def test_a_longer_pause_is_never_due_sooner_nor_before_it_ends(
    limit: Limit, start: datetime, after: timedelta, long: timedelta, longer: timedelta
) -> None:
    plain = deadline(limit, start, OFFICIAL, HOURS).due_at
    begins = start + after
    first, second = (
        deadline(limit, start, OFFICIAL, HOURS, pauses=[Pause(begins, begins + span)]).due_at
        for span in (long, long + longer)
    )
    assert plain <= first <= second
    if begins < plain and long:
        assert first > begins + long or first == plain
    else:
        assert first == plain, "what happened after the last moment moves nothing"


@given(LIMITS, MOMENTS, SPANS, SPANS)
def test_what_was_left_is_left(limit: Limit, start: datetime, after: timedelta, span: timedelta) -> None:
    """As many days count outside the pause as without one."""
    if limit.unit != "working_days":
        return
    pause = Pause(start + after, start + after + span)
    result = deadline(limit, start, OFFICIAL, HOURS, pauses=[pause])
    days = (start.date() + timedelta(days=i) for i in range(1, (result.day - start.date()).days + 1))
    counted = sum(OFFICIAL.is_working(day) and not pause.holds(day) for day in days)
    assert (
        counted in (limit.value, limit.value + 1)
        if "after_pause" in kinds(result)
        else counted == limit.value
    )


def kinds(result: Deadline) -> list[str]:
    return [step.kind for step in result.steps]


@given(LIMITS, MOMENTS, SPANS, SPANS, st.integers(1, 30), st.sampled_from(UNITS))
def test_it_survives_being_kept_and_counted_again(
    limit: Limit, start: datetime, after: timedelta, span: timedelta, n: int, unit: str
) -> None:
    more = Limit("extension", n, unit, granted_by=("approver",), times=2)  # type: ignore[arg-type]
    pause = Pause(start + after, start + after + span)
    result = deadline(limit, start, OFFICIAL, HOURS, pauses=[pause], extensions=[more])
    assert Deadline.from_json(result.to_json()) == result
    assert again(result, OFFICIAL, HOURS) == result
    plain = again(result, OFFICIAL, HOURS, pauses=(), extensions=())
    assert plain == deadline(limit, start, OFFICIAL, HOURS)
    assert result.due_at > plain.due_at


def test_more_time_is_counted_from_the_last_day_so_far() -> None:
    days, working = Limit("extension", 30, "calendar_days"), Limit("extension", 5, "working_days")
    # 60 days after 2 March is 1 May, a holiday: Wed 6 May; 30 days on it is Fri 5 June
    assert due(60, "calendar_days", "2026-03-02T10:00", more=(days,)) == "2026-06-05 17:30"
    assert due(1, "working_days", "2026-09-30T10:00", more=(working,)) == "2026-10-14 17:30"
