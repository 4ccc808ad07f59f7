"""What can be learnt from, and when a new version takes the older one's place."""

from __future__ import annotations

import pytest

from huiyin.triage.learning.rules.versions import VERSIONS, Compared, better, learnable


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ({}, "too_few_lessons"),
        ({"a": 20, "b": 9}, "too_few_lessons"),
        ({"a": 30}, "one_label_only"),
        ({"a": 40, "b": 4}, "too_few_of_each"),
        ({"a": 25, "b": 5}, ""),
    ],
)
def test_what_is_too_little_to_learn_from(counts: dict[str, int], reason: str) -> None:
    refused = learnable(counts)
    assert (refused.reason if refused else "") == reason


@pytest.mark.parametrize(
    ("right", "compared", "reason"),
    [
        (50, None, "learnt_nothing"),
        (51, None, ""),
        (90, Compared(0.80, 0.81), ""),
        (90, Compared(0.80, 0.83), "worse_than_in_use"),
        (90, Compared(0.80, 0.83, fresh=29, fresh_right=29, fresh_right_in_use=0), "worse_than_in_use"),
        (90, Compared(0.80, 0.99, fresh=100, fresh_right=88, fresh_right_in_use=90), ""),
        (90, Compared(0.99, 0.80, fresh=100, fresh_right=87, fresh_right_in_use=90), "worse_on_fresh"),
    ],
)
def test_a_worse_version_is_refused(right: int, compared: Compared | None, reason: str) -> None:
    refused = better(right, 100, 50, compared)
    assert (refused.reason if refused else "") == reason


@pytest.mark.parametrize("role", ["administrator", "system", "leader", "reviewer"])
@pytest.mark.parametrize("state", ["asked", "in_use", "earlier", "rejected"])
@pytest.mark.parametrize("verb", ["adopt", "set_aside", "reject"])
def test_who_may_do_what_to_a_version(role: str, state: str, verb: str) -> None:
    allowed = {
        ("adopt", "asked"): {"system"},
        ("adopt", "earlier"): {"administrator"},
        ("set_aside", "in_use"): {"administrator", "system"},
        ("reject", "asked"): {"system"},
    }
    step = VERSIONS.step(verb, state, frozenset({role}))
    assert (getattr(step, "verb", None) == verb) == (role in allowed.get((verb, state), set()))
