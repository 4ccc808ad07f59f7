"""Which rung comes next, and when: walked at random, over holidays, leap days and years of which nobody knows yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from huiyin.kernel.calendar import OfficeHours, WorkingCalendar
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.deadlines import Deadline, deadline
from huiyin.kernel.limits import Limit
from huiyin.kernel.offices import Offices, opening
from huiyin.policy.blueprint import load
from huiyin.policy.rules.ladder import Rung, locks_at_once, rungs_of
from huiyin.supervision.ladder.rules.circulars import Named, table
from huiyin.supervision.ladder.rules.lifecycle import INTERVIEW, LIFECYCLE
from huiyin.supervision.ladder.rules.rungs import Facts, Next, Spot, coming, is_units, stands

CALENDAR, OFFICES = WorkingCalendar.official(), Offices(OfficeHours())
CITIES = ("xingtai", "jintan", "xianning", "donghe")
MOMENTS = st.datetimes(
    datetime.fromisoformat("2015-01-01"), datetime.fromisoformat("2026-12-01"), timezones=st.just(SHANGHAI)
)


@cache
def ladder(city: str) -> tuple[Rung, ...]:
    return load(city).ladder


@cache
def limits(city: str) -> dict[str, Limit]:
    return {row.name: Limit(row.name, row.value, row.unit) for row in load(city).limits if not row.region}


def next_of(city: str, spot: Spot) -> Next:
    def due(name: str, start: datetime) -> Deadline:
        return deadline(limits(city)[name], start, CALENDAR, OFFICES)

    return coming(ladder(city), spot, due, CALENDAR, OFFICES)


@given(at=MOMENTS)
def test_offices_open_next_when_they_do(at: datetime) -> None:
    opens = opening(at, CALENDAR, OFFICES)
    assert opens >= at and CALENDAR.is_working(opens.astimezone(SHANGHAI).date())
    assert any(a <= opens < b for a, b in OFFICES.windows(opens.astimezone(SHANGHAI).date()))
    assert opening(opens, CALENDAR, OFFICES) == opens, "who is let in at opening is not sent away again"
    earlier = at + (opens - at) / 2
    assert opens == at or opening(earlier, CALENDAR, OFFICES) == opens, "and there is no opening before it"


class Walk(RuleBasedStateMachine):
    """A late case climbs, is delayed, loses rungs to a person; its clock is set back now and then."""

    @initialize(city=st.sampled_from(CITIES), kind=st.sampled_from(("acceptance", "verification", "review", "whole")),
                due=MOMENTS)  # fmt: skip
    def begins(self, city: str, kind: str, due: datetime) -> None:
        self.city, self.spot, self.now = city, Spot(kind, due), due
        self.climbed: list[tuple[str, datetime, datetime]] = []

    @rule(hours=st.integers(0, 400))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(hours=st.integers(1, 100))
    def clock_is_set_back(self, hours: int) -> None:
        self.now -= timedelta(hours=hours)

    @rule()
    def worker_looks(self) -> None:
        """As the action does: climbs what is due if offices are open, or it is a lock."""
        following = next_of(self.city, self.spot)
        if following.rung is None or following.at > self.now:
            return
        if following.rung.act != "lock" and opening(self.now, CALENDAR, OFFICES) > self.now:
            return
        self._behind(following.rung.code)
        self.climbed.append((following.rung.code, following.at, self.now))

    @precondition(lambda self: next_of(self.city, self.spot).rung is not None)
    @rule()
    def supervisor_skips(self) -> None:
        following = next_of(self.city, self.spot)
        assert following.rung is not None
        self._behind(following.rung.code)

    def _behind(self, code: str) -> None:
        self.spot = replace(self.spot, taken=(*self.spot.taken, (code, self.now)))

    @invariant()
    def no_rung_is_behind_twice_and_none_is_jumped(self) -> None:
        if hasattr(self, "spot"):
            way = [rung.code for rung in rungs_of(ladder(self.city), self.spot.kind)]
            assert [code for code, _ in self.spot.taken] == way[: len(self.spot.taken)]

    @invariant()
    def nothing_climbs_before_its_moment_or_when_nobody_is_there(self) -> None:
        acts = {rung.code: rung.act for rung in ladder(self.city)} if hasattr(self, "spot") else {}
        for code, planned, at in getattr(self, "climbed", []):
            assert at >= planned
            assert acts[code] == "lock" or opening(at, CALENDAR, OFFICES) == at

    @invariant()
    def something_always_follows(self) -> None:
        if hasattr(self, "spot"):
            following = next_of(self.city, self.spot)
            last = self.spot.taken[-1][1] if self.spot.taken else self.spot.due_at
            assert following.at >= last, "nothing is owed before the rung below was climbed"


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


@pytest.mark.parametrize("city", CITIES)
@pytest.mark.parametrize(
    "kind", ["review", "acceptance", "verification", "approval", "reply", "revisit", "whole"]
)
def test_whatever_is_late_has_a_ladder_in_each_city(city: str, kind: str) -> None:
    assert rungs_of(ladder(city), kind)
    locked = kind == "acceptance" and city in ("xingtai", "jintan")
    assert locks_at_once(ladder(city), kind) == locked


@pytest.mark.parametrize(
    ("due", "opens"),
    [
        ("2024-02-28T17:30", "2024-02-29T08:30"),
        ("2026-12-31T17:30", "2027-01-01T08:30"),
        ("2026-09-30T17:30", "2026-10-08T08:30"),
    ],
)
def test_what_lapses_at_closing_is_nudged_on_the_next_working_morning(due: str, opens: str) -> None:
    """Leap day is a day like any other; of 2027 nobody knows the holidays; the national holiday of 2026 is known."""
    found = next_of("xingtai", Spot("verification", datetime.fromisoformat(due).replace(tzinfo=SHANGHAI)))
    assert found.at == datetime.fromisoformat(opens).replace(tzinfo=SHANGHAI)


def test_an_unknown_year_is_said_aloud() -> None:
    climbed = datetime(2026, 12, 31, 9, tzinfo=SHANGHAI)
    found = next_of("xingtai", Spot("verification", climbed, (("nudge", climbed), ("letter", climbed))))
    assert found.how is not None and found.how.missing_years == (2027,)


def test_the_ladder_ends_as_long_after_its_last_rung_as_that_came_after_the_one_below() -> None:
    at = datetime(2022, 3, 7, 10, tzinfo=SHANGHAI)
    way = rungs_of(ladder("xingtai"), "verification")
    end = next_of("xingtai", Spot("verification", at, tuple((rung.code, at) for rung in way)))
    assert end.rung is None and end.at.astimezone(SHANGHAI).date().isoformat() == "2022-03-11"


@pytest.mark.parametrize(
    ("kind", "facts", "stays"),
    [
        ("verification", Facts("verifying", False, running=True, moved=False), True),
        ("verification", Facts("submitted", False, running=False, moved=False), False),
        ("verification", Facts("verifying", False, running=True, moved=True), False),
        ("acceptance", Facts("locked", False, running=False, moved=False), True),
        ("acceptance", Facts("locked", False, running=False, moved=False, last=False), False),
        ("acceptance", Facts("assigned", False, running=False, moved=False), False),
        ("review", Facts("locked", False, running=False, moved=False), False),
        ("whole", Facts("answered", True, running=False, moved=False), False),
        ("whole", Facts("verifying", False, running=True, moved=False), True),
    ],
)
def test_who_belongs_on_the_ladder(kind: str, facts: Facts, stays: bool) -> None:
    assert stands(kind, facts) is stays


def test_whose_lateness_it_is() -> None:
    assert is_units("verification", "verifying") and is_units("acceptance", "locked")
    assert not is_units("review", "locked") and not is_units("reply", "approved")


def test_a_circular_ranks_units_and_counts_a_matter_once() -> None:
    rows = table([Named(1, 10, 1.0), Named(1, 10, 2.0), Named(2, 11, 1.0), Named(2, 12, 1.0)])
    assert rows == [{"unit": 2, "cases": 2, "points": 2.0}, {"unit": 1, "cases": 1, "points": 3.0}]


def test_only_a_supervisor_touches_the_ladder_and_an_end_is_an_end() -> None:
    for life, ends in ((LIFECYCLE, {"taken_off", "left"}), (INTERVIEW, {"dropped"})):
        assert {state for state in life.states if not life.open_to(state, life.roles)} == ends
        assert life.roles <= {"system", "supervisor"}
    assert set(INTERVIEW.open_to("interviewed", INTERVIEW.roles)) == {"add_paper"}


def test_moments_are_moments_whatever_their_zone() -> None:
    due = datetime(2022, 3, 7, 9, 30, tzinfo=UTC)
    assert next_of("xingtai", Spot("verification", due)).at == datetime(2022, 3, 8, 8, 30, tzinfo=SHANGHAI)
