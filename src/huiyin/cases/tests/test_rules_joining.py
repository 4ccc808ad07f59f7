"""When one case may be joined under another."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.cases.rules.joining import joinable
from huiyin.cases.rules.lifecycle import LIFECYCLE, Snapshot

NOW = datetime(2022, 3, 7, 2, 42, tzinfo=UTC)
WAITING = Snapshot("received", committee=1, organ=20, promised_at=NOW)
officers = st.frozensets(st.integers(70, 74)).map(lambda found: tuple(sorted(found)))


def asked(case: Snapshot = WAITING, main: Snapshot = WAITING, **more: bool) -> str:
    refused = joinable(case, main, **({"same": False, "has_joined": False} | more))
    return refused.reason if refused else ""


@pytest.mark.parametrize("state", LIFECYCLE.states)
def test_only_what_has_no_answer_yet_takes_others(state: str) -> None:
    open_still = {
        "received",
        "referred",
        "assigned",
        "objected",
        "disputed",
        "locked",
        "verifying",
        "submitted",
        "approved",
    }
    main = replace(WAITING, state=state, main=9 if state == "joined" else None)
    assert asked(main=main) == (
        "" if state in open_still else "main_is_joined" if main.main else "main_ended"
    )


def test_no_chain_and_no_ring() -> None:
    assert asked(same=True) == "same_case"
    assert asked(has_joined=True) == "has_joined"
    assert asked(main=replace(WAITING, state="answered", main=9)) == "main_is_joined"


def test_who_must_stay_out_of_one_must_stay_out_of_the_other() -> None:
    assert asked(main=replace(WAITING, organ=21)) == "other_house"
    assert asked(main=replace(WAITING, committee=2)) == "other_house"


@given(officers, officers)
def test_nobody_named_in_the_report_may_meet_the_main_case(
    named: tuple[int, ...], main: tuple[int, ...]
) -> None:
    may = asked(replace(WAITING, accused=named), replace(WAITING, accused=main)) == ""
    assert may == set(named).issubset(main)
