"""Which fact costs what, what counts, and what follows."""

from __future__ import annotations

from itertools import permutations

import pytest

from huiyin.assessment.demerits.rules.demerits import (
    CONSEQUENCE,
    DEMERIT,
    Rule,
    Step,
    fitting,
    following,
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


TALK = Step("talk", 2)
ADMONITION = Step("admonition", 4, frozenset({"talk"}))
TRAINING = Step("training", 6, frozenset({"talk"}))
"""Trained off the post still loses the year's awards: the admonition isn't covered."""


@pytest.mark.parametrize(
    ("points", "talk", "admonition", "training"),
    [
        (0, "", "", ""),
        (1, "", "", ""),
        (2, "due", "", ""),
        (3, "due", "", ""),
        (4, "covered", "due", ""),
        (5, "covered", "due", ""),
        (6, "covered", "due", "due"),
        (60, "covered", "due", "due"),
    ],
)
@pytest.mark.parametrize("order", list(permutations((TALK, ADMONITION, TRAINING))))
def test_what_follows_from_so_many_points(
    points: int, talk: str, admonition: str, training: str, order: tuple[Step, ...]
) -> None:
    """However many steps they jump over, and whatever order the city lists them in."""
    wanted = {"talk": talk, "admonition": admonition, "training": training}
    assert following(order, points) == {code: state for code, state in wanted.items() if state}


@pytest.mark.parametrize(
    ("points", "done", "talk"),
    [
        (1, {"training"}, None),
        (3, {"training"}, "covered"),
        (3, {"admonition"}, "covered"),
        (3, {"talk"}, "due"),
        (3, set(), "due"),
    ],
)
def test_what_was_done_covers_though_its_points_are_gone(
    points: int, done: set[str], talk: str | None
) -> None:
    assert following((TALK, ADMONITION, TRAINING), points, done).get("talk") == talk


def test_without_a_word_about_it_each_step_is_due() -> None:
    plain = [Step(one.code, one.at) for one in (TALK, ADMONITION, TRAINING)]
    assert set(following(plain, 6).values()) == {"due"}


@pytest.mark.parametrize("state", sorted(DEMERIT.states))
@pytest.mark.parametrize("role", ["blamed", "judge"])
def test_who_may_do_what(state: str, role: str) -> None:
    allowed = {("counting", "blamed"): {"contest"}, ("contested", "judge"): {"uphold", "withdraw"}}
    assert set(DEMERIT.open_to(state, frozenset({role}))) == allowed.get((state, role), set())


def test_a_consequence_is_carried_out_once_and_falls_away_by_itself_alone() -> None:
    assert list(CONSEQUENCE.open_to("due", frozenset({"chief"}))) == ["carry_out"]
    assert isinstance(CONSEQUENCE.step("carry_out", "fallen_away", frozenset({"chief"})), Refused)
    assert isinstance(CONSEQUENCE.step("cover", "carried_out", frozenset({"system"})), Refused)
    assert isinstance(CONSEQUENCE.step("fall_away", "carried_out", frozenset({"system"})), Refused)
