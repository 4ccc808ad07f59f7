"""Scores against sums by hand, the forms of real appraisals, and what must not change them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.panels.rules.quotas import Mistake
from huiyin.panels.rules.scoring import Axis, Layer, ScoreRule, Sheet, Trim, mistakes, tally

TICKET = ScoreRule(
    {"satisfied": Fraction(100), "fairly": Fraction(80), "not": Fraction(30), "unknown": None},
    (Axis("all"),),
    (Layer("judges", quorum=Fraction(1, 2)),),
)
"""One answer a unit, "don't know" not counted (a sitting of 430 delegates, facts 7)."""

LEVELS = ScoreRule(
    {"a": Fraction(100), "b": Fraction(80), "c": Fraction(60), "d": Fraction(40)},
    tuple(Axis(f"duty-{n}") for n in range(8)),
    (Layer("judges"),),
    sums="answers",
)
"""Eight criteria in four levels: (A + 0.8 B + 0.6 C + 0.4 D) / (A + B + C + D) × 100 (facts 7)."""

POINTS = ScoreRule(
    {str(n): Fraction(n) for n in range(101)},
    (Axis("work", 60), Axis("service", 40)),
    (Layer("leaders", 30), Layer("people", 70)),
    trim=Trim(share=Fraction(1, 20)),
)
"""A hundred points, layers with weights, one in twenty left out at each end."""


def score(rule: ScoreRule, *sheets: Sheet, issued: int = 0) -> Fraction | None:
    return tally(rule, sheets, ["x"], {layer.code: issued for layer in rule.layers})["x"].points


def sheets(layer: str, *answers: tuple[str, ...]) -> list[Sheet]:
    return [Sheet(layer, {"x": given}) for given in answers]


def test_a_ticket_counts_who_knows() -> None:
    said = [("satisfied",)] * 3 + [("fairly",)] * 2 + [("not",)] + [("unknown",)] * 4
    assert score(TICKET, *sheets("judges", *said)) == Fraction(3 * 100 + 2 * 80 + 30, 6)


def test_levels_are_averaged_axis_by_axis() -> None:
    first = ("a", "a", "b", "c", "d", "a", "", "b")
    second = ("a", "b", "b", "c", "d", "", "", "a")
    by_axis = [100, 90, 80, 60, 40, 100, 90]
    assert score(LEVELS, *sheets("judges", first, second)) == Fraction(sum(by_axis), len(by_axis))


def test_layers_and_axes_weigh_what_the_rule_says() -> None:
    leaders = 60 * Fraction(90, 100) + 40 * Fraction(80, 100)
    people = 60 * Fraction(70, 100) + 40 * Fraction(100, 100)
    there = [*sheets("leaders", ("90", "80")), *sheets("people", ("70", "100"))]
    assert score(POINTS, *there) == (30 * leaders + 70 * people) / 100


def test_the_ends_are_left_out() -> None:
    said = [(str(n), str(n)) for n in (0, *range(50, 68), 100)]
    assert score(POINTS, *sheets("people", *said)) == Fraction(sum(range(50, 68)), 18)


@pytest.mark.parametrize(
    ("trim", "ballots", "out"),
    [
        (Trim(), 9, 0),
        (Trim(count=1), 3, 1),
        (Trim(count=1), 2, 0),
        (Trim(count=5), 5, 2),
        (Trim(share=Fraction(1, 20)), 19, 0),
        (Trim(share=Fraction(1, 20)), 20, 1),
        (Trim(count=1, share=Fraction(1, 10)), 40, 4),
        (Trim(count=1), 0, 0),
    ],
)
def test_at_least_one_ballot_remains(trim: Trim, ballots: int, out: int) -> None:
    assert trim.of(ballots) == out


def test_a_layer_without_quorum_leaves_its_weight_to_the_others() -> None:
    rule = ScoreRule(POINTS.scale, POINTS.axes, (Layer("leaders", 30, Fraction(1, 2)), Layer("people", 70)))
    there = [*sheets("leaders", ("0", "0")), *sheets("people", ("70", "70"))]
    result = tally(rule, there, ["x"], {"leaders": 3, "people": 1})["x"]
    assert (result.points, dict(result.layers)) == (70, {"people": 70})
    assert tally(rule, there, ["x"], {"leaders": 2, "people": 1})["x"].points == Fraction(70 * 70, 100)


def test_nothing_said_is_no_score_and_not_nought() -> None:
    result = tally(TICKET, sheets("judges", ("unknown",), ("",)), ["x", "y"], {"judges": 2})
    assert (result["x"].points, result["x"].counted, result["x"].uncounted, result["x"].blank) == (
        None,
        0,
        1,
        1,
    )
    assert (result["y"].points, result["y"].blank) == (None, 2)


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        (Fraction(8125, 100), "81.25"),
        (Fraction(81245, 1000), "81.25"),
        (Fraction(812449999, 10_000_000), "81.24"),
        (Fraction(200, 3), "66.67"),
        (Fraction(0), "0.00"),
    ],
)
def test_halves_are_rounded_up(exact: Fraction, shown: str) -> None:
    assert TICKET.published(exact) == Decimal(shown)


answers = st.lists(st.tuples(*(st.sampled_from(["", "0", "55", "70", "100"]),) * 2), min_size=1, max_size=12)


@given(answers, st.randoms())
def test_the_order_of_ballots_means_nothing(said: list[tuple[str, ...]], chance: object) -> None:
    shuffled = list(said)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert score(POINTS, *sheets("people", *said)) == score(POINTS, *sheets("people", *shuffled))


@given(answers)
def test_a_score_lies_among_what_was_said(said: list[tuple[str, ...]]) -> None:
    numbers = [int(answer) for ballot in said for answer in ballot if answer]
    points = score(POINTS, *sheets("people", *said))
    assert points is None if not numbers else points is not None and min(numbers) <= points <= max(numbers)


@given(answers, st.integers(0, 11), st.integers(0, 1))
def test_a_better_answer_never_lowers_a_score(said: list[tuple[str, ...]], judge: int, axis: int) -> None:
    ballot = said[judge % len(said)]
    better = tuple("100" if i == axis and answer else answer for i, answer in enumerate(ballot))
    raised = [better if i == judge % len(said) else one for i, one in enumerate(said)]
    before, after = score(POINTS, *sheets("people", *said)), score(POINTS, *sheets("people", *raised))
    assert before == after if before is None or after is None else after >= before


def test_rules_that_cannot_be_used_are_named() -> None:
    wrong = ScoreRule(
        {"": Fraction(1), "unknown": None},
        (Axis("a", 0),),
        (),
        sums="answers",
        trim=Trim(share=Fraction(1, 2)),
    )
    assert mistakes(wrong) == [
        Mistake("weight_not_positive", "a"),
        Mistake("nobody_to_judge", "layers"),
        Mistake("blank_has_points", "scale"),
        Mistake("answers_are_not_trimmed", "trim"),
        Mistake("trim_too_wide", "1/2"),
    ]
    assert not mistakes(TICKET) + mistakes(LEVELS) + mistakes(POINTS)
