"""Which fact costs what, what counts, and what follows."""

from __future__ import annotations

import pytest

from huiyin.assessment.demerits.rules.demerits import (
    CONSEQUENCE,
    DEMERIT,
    Rule,
    Step,
    fitting,
    reached,
    total,
)
from huiyin.kernel.lifecycle import Refused

WINDOW = Rule("window", "outcome", {"Q1", "Q4"}, {"points", "reminded"}, 2)
OTHERS = Rule("others", "outcome", (), {"points"}, 1)
BREACH = Rule("breach", "breach", (), (), 3)
RULES = (WINDOW, OTHERS, BREACH)


@pytest.mark.parametrize(
    ("fact", "problem_type", "kind", "rule"),
    [
        ("outcome", "Q1", "points", WINDOW),
        ("outcome", "Q1", "reminded", WINDOW),
        ("outcome", "Q7", "points", OTHERS),
        ("outcome", "Q7", "reminded", None),
        ("outcome", "Q1", "party_sanction", None),
        ("breach", "", "", BREACH),
    ],
)
def test_the_first_rule_that_fits_decides(fact: str, problem_type: str, kind: str, rule: Rule | None) -> None:
    assert fitting(RULES, fact, problem_type, kind) is rule


def test_what_is_objected_to_or_withdrawn_does_not_count() -> None:
    rows = [("counting", 2), ("upheld", 3), ("contested", 5), ("withdrawn", 7)]
    assert total(rows) == 5


def test_steps_are_reached_at_their_points() -> None:
    talk, warning = Step("talk", 3), Step("warning", 6)
    assert [reached([warning, talk], points) for points in (2, 3, 6)] == [[], [talk], [talk, warning]]


@pytest.mark.parametrize("state", sorted(DEMERIT.states))
@pytest.mark.parametrize("role", ["blamed", "judge"])
def test_who_may_do_what(state: str, role: str) -> None:
    allowed = {("counting", "blamed"): {"contest"}, ("contested", "judge"): {"uphold", "withdraw"}}
    assert set(DEMERIT.open_to(state, frozenset({role}))) == allowed.get((state, role), set())


def test_a_consequence_is_carried_out_once_and_falls_away_by_itself_alone() -> None:
    assert list(CONSEQUENCE.open_to("due", frozenset({"chief"}))) == ["carry_out"]
    assert isinstance(CONSEQUENCE.step("carry_out", "fallen_away", frozenset({"chief"})), Refused)
    assert isinstance(CONSEQUENCE.step("fall_away", "carried_out", frozenset({"system"})), Refused)
