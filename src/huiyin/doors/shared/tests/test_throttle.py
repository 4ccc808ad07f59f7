"""Guessing gets slow; mistyping doesn't."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from huiyin.doors.shared.throttle import LONGEST, MOST, Throttle

NOW = datetime(2022, 3, 7, tzinfo=UTC)


def failing(times: int) -> Throttle:
    throttle = Throttle(free=3)
    for _ in range(times):
        throttle.failed("bob", NOW)
    return throttle


def test_mistyping_costs_nothing_and_guessing_ever_more() -> None:
    waits = [failing(n).wait("bob", NOW).total_seconds() for n in (2, 3, 4, 5)]
    assert waits == [0, 2, 4, 8]
    assert failing(40).wait("bob", NOW) == LONGEST


def test_only_the_one_guessed_at_waits_and_only_for_a_while() -> None:
    throttle = failing(4)
    assert not throttle.wait("carol", NOW)
    assert not throttle.wait("bob", NOW + timedelta(seconds=4))
    assert throttle.wait("bob", NOW + timedelta(seconds=3))


def test_success_and_an_hour_of_quiet_forgive() -> None:
    throttle = failing(9)
    throttle.failed("bob", NOW + timedelta(hours=2))
    assert not throttle.wait("bob", NOW + timedelta(hours=2))
    throttle = failing(9)
    throttle.succeeded("bob")
    assert not throttle.wait("bob", NOW)


def test_a_flood_of_names_does_not_fill_the_memory() -> None:
    throttle = Throttle(free=3)
    for number in range(MOST + 5):
        throttle.failed(str(number), NOW)
    assert len(throttle.failures) == MOST
    assert "0" not in throttle.failures
