"""Which team follows a lead, and when it may be ticked off."""

from __future__ import annotations

from huiyin.kernel.lifecycle import Refused
from huiyin.supervision.tracking.rules.tracking import TRACKING, Team, ends, follower


def test_the_team_linked_to_the_region_follows_else_who_follows_the_fewest() -> None:
    here, there, idle = Team(1, "421202", 9), Team(2, "421281", 3), Team(3, "421221", 2)
    assert follower([here, there, idle], "421202") == 1
    assert follower([here, there, idle], "421200") == 3
    assert follower([here, Team(4, "421202", 1)], "421202") == 4
    assert follower([], "421202") is None


def test_nothing_is_ticked_off_before_there_is_an_answer() -> None:
    assert isinstance(ends(answered=False), Refused)
    assert ends(answered=True) is None


def test_only_the_team_moves_it_and_what_is_unsolved_can_still_end() -> None:
    tracker = frozenset({"tracker"})
    assert {state: TRACKING.open_to(state, tracker) for state in TRACKING.states} == {
        "tracked": ("look_in", "find_unsolved", "tick_off"),
        "unsolved": ("look_in", "tick_off"),
        "ticked_off": (),
    }
    assert not any(TRACKING.open_to(s, frozenset({"leader", "supervisor"})) for s in TRACKING.states)
