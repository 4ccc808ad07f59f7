"""The four processes as the file shows them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.cases.rules.processes import PROCESSES, Clock, processes

NOW = datetime(2022, 3, 7, 2, 42, tzinfo=UTC)
DAY = timedelta(days=1)


def clock(kind: str, since: int, due: int, ended: int | None = None) -> Clock:
    return Clock(kind, NOW + since * DAY, NOW + due * DAY, None if ended is None else NOW + ended * DAY)


LOOKED_INTO = clock("verification", -9, -2, -4)


@pytest.mark.parametrize(
    ("clocks", "states"),
    [
        ([], "todo todo todo todo"),
        ([clock("verification", -1, 4)], "here todo todo todo"),
        ([clock("verification", -9, -1)], "late todo todo todo"),
        ([LOOKED_INTO, clock("handling", -4, 1)], "done here todo todo"),
        ([clock("verification", -9, -5, -4), clock("handling", -4, 1)], "was_late here todo todo"),
        ([LOOKED_INTO, clock("approval", -4, 1)], "done passed_by here todo"),
        ([LOOKED_INTO, clock("handling", -4, -1, -3), clock("approval", -3, -1, -2),
          clock("reply", -2, 0, -1)], "done done done done"),
        # returned for more work: what ran before it is open again
        ([LOOKED_INTO, clock("handling", -4, -1, -3), clock("approval", -3, -1, -2),
          clock("verification", -2, 5)], "here todo todo todo"),
    ],
)  # fmt: skip
def test_how_each_stands(clocks: list[Clock], states: str) -> None:
    assert [one.state for one in processes(clocks, NOW)] == states.split()


CLOCKS = st.builds(
    clock, st.sampled_from([*PROCESSES, "review", "whole"]), st.integers(-20, -1), st.integers(-9, 9),
    st.none() | st.integers(-9, -1),
)  # fmt: skip


@given(st.lists(CLOCKS, max_size=6))
def test_always_four_and_nothing_is_done_behind_what_runs(clocks: list[Clock]) -> None:
    found = processes(clocks, NOW)
    assert [one.kind for one in found] == list(PROCESSES)
    states = [one.state for one in found]
    if "todo" in states:
        assert set(states[states.index("todo") :]) == {"todo"}
    for one in found:
        assert (one.clock is None) == (one.state in ("todo", "passed_by"))
