"""From a bad rating to somebody else's look, a second answer and, where that isn't enough, several people's word."""

from __future__ import annotations

import pytest

from huiyin.kernel.lifecycle import Refused, Step
from huiyin.ratings.again.rules.recheck import RECHECK, Change, together, verdict

TABLE = {
    ("give_again", "dissatisfied"): ("rechecking", {"reviewer", "supervisor"}),
    ("give_again", "rechecking"): ("rechecking", {"reviewer", "supervisor"}),
    ("report_again", "rechecking"): ("rechecked", {"checker"}),
    ("reply_again", "rechecked"): ("answered_again", {"reviewer", "supervisor"}),
    ("find_content", "answered_again"): ("content", {"public"}),
    ("find_wanting", "answered_again"): ("to_confer", {"public"}),
    ("confer", "to_confer"): ("conferred", {"supervisor"}),
}
ROLES = ("reviewer", "supervisor", "clerk", "leader", "handler", "approver", "checker", "public", "system")


@pytest.mark.parametrize("verb", RECHECK.verbs)
@pytest.mark.parametrize("state", RECHECK.states)
def test_who_may_do_what_in_which_state(verb: str, state: str) -> None:
    target, allowed = TABLE.get((verb, state), (None, set()))
    for role in ROLES:
        step = RECHECK.step(verb, state, frozenset({role}))
        assert isinstance(step, Step) is (role in allowed), role
        if isinstance(step, Step):
            assert step.target == target


@pytest.mark.parametrize(("level", "verb"), [(5, "find_content"), (3, "find_content"), (2, "find_wanting")])
def test_the_second_rating_ends_it_or_calls_for_a_joint_review(level: int, verb: str) -> None:
    assert verdict(level) == verb


@pytest.mark.parametrize("present", [[], ["贺兰山"], ["贺兰山", " 贺兰山 "], ["贺兰山", " "]])
def test_one_person_alone_confers_with_nobody(present: list[str]) -> None:
    assert isinstance(together(present), Refused)


def test_before_and_after_are_compared_pair_by_pair() -> None:
    change = Change(((1, 4), (2, 2), (2, 1), (1, 3)))
    assert (change.better, change.same, change.worse) == (2, 1, 1)
    assert change.means == (1.5, 2.5) and change.difference == 1.0
    assert Change(()).means is None and Change(()).difference is None
