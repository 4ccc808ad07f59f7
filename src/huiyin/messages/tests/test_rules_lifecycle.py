"""Every state and verb of a delivery, when to try again, and the night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import Refused
from huiyin.messages.rules import timing
from huiyin.messages.rules.lifecycle import LIFECYCLE, WAITING
from huiyin.messages.rules.receipts import KANNEL_MASK, Receipt, from_kannel

SYSTEM = {
    "queued": {"claim": "queued", "send": "sent", "fail": "failed", "give_up": "undelivered"},
    "failed": {"claim": "failed", "send": "sent", "fail": "failed", "give_up": "undelivered"},
    "sent": {"fail": "failed", "give_up": "undelivered"},
    "delivered": {},
    "undelivered": {},
}
GATEWAY = {
    "queued": {"deliver": "delivered", "fail": "failed", "give_up": "undelivered"},
    "failed": {"deliver": "delivered", "fail": "failed", "give_up": "undelivered"},
    "sent": {"deliver": "delivered", "fail": "failed", "give_up": "undelivered"},
    "delivered": {},
    "undelivered": {"deliver": "delivered"},
}


@pytest.mark.parametrize(("role", "expected"), [("system", SYSTEM), ("gateway", GATEWAY), ("reviewer", {})])
def test_every_state_and_verb(role: str, expected: dict[str, dict[str, str]]) -> None:
    assert set(LIFECYCLE.states) == set(SYSTEM)
    for state in LIFECYCLE.states:
        taken = {}
        for verb in LIFECYCLE.verbs:
            step = LIFECYCLE.step(verb, state, frozenset({role}))
            if not isinstance(step, Refused):
                taken[verb] = step.target or state
        assert taken == expected.get(state, {}), state


def test_what_is_delivered_stays_delivered_and_waiting_is_what_can_be_claimed() -> None:
    claimable = {s for s in LIFECYCLE.states if "claim" in LIFECYCLE.open_to(s, frozenset({"system"}))}
    assert claimable == set(WAITING)


def test_waits_grow_and_end() -> None:
    waits = [timing.wait(attempt) for attempt in range(1, timing.TRIES + 1)]
    assert waits[0] == timedelta(minutes=1)
    assert waits[-1] is None
    given = [wait for wait in waits if wait]
    assert len(given) == timing.TRIES - 1 and given == sorted(given)
    assert timing.wait(timing.TRIES + 3) is None


def china(hour: int, minute: int = 0, day: int = 14) -> datetime:
    return datetime(2022, 2, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (china(8), china(8)),
        (china(20, 59), china(20, 59)),
        (china(21), china(8, day=15)),
        (china(23, 59), china(8, day=15)),
        (china(0), china(8)),
        (china(7, 59), china(8)),
    ],
)
def test_what_can_wait_waits_for_the_morning_in_china(at: datetime, expected: datetime) -> None:
    assert timing.earliest(at, urgent=False) == expected
    assert timing.earliest(at, urgent=True) == at
    assert timing.quiet(at) == (at != expected)


def test_kannels_reports() -> None:
    assert KANNEL_MASK == 31
    assert [from_kannel(s) for s in ("1", "2", "16")] == [Receipt.DELIVERED, Receipt.FAILED, Receipt.REJECTED]
    assert from_kannel("8") is Receipt.ACCEPTED and from_kannel("4") is Receipt.BUFFERED
    assert [from_kannel(s) for s in ("", "%d", "0", "3", "-1", "٢", "1" * 5000)] == [None] * 7
