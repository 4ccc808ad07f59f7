"""What a score is made of, and that nobody is ranked by chance or gains by splitting what they handle."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huiyin.assessment.scoring.rules.scores import BASE, LEAST, Rule, Standing, moved, ranked, score

RETURNED = Rule("returned", "careless", "returned", -1.0, 5.0, False)
LATE = Rule("late", "late", "late_step", -2.0, 20.0, True)
PRAISE = Rule("praise", "credit", "commended", 1.0, 3.0, False)


def test_each_fact_costs_its_points_up_to_the_most() -> None:
    assert moved([RETURNED], {"returned": 3}, 10) == {"returned": -3.0}
    assert moved([RETURNED], {"returned": 9}, 10) == {"returned": -5.0}
    assert moved([PRAISE], {"praise": 9}, 10) == {"praise": 3.0}


def test_by_ten_who_handles_more_is_not_worse_off() -> None:
    assert moved([LATE], {"late": 2}, 10) == moved([LATE], {"late": 8}, 40) == {"late": -4.0}
    assert moved([LATE], {"late": 1}, 0) == {"late": -2.0}, (
        "nothing handled: no division, the points as they stand"
    )


def test_the_score_is_the_base_with_what_moved_it_and_never_below_zero() -> None:
    assert score({"a": -3.0, "b": 1.5}) == BASE - 1.5
    assert score({"a": -150.0}) == 0.0


def test_equal_scores_share_a_place_and_too_few_have_none() -> None:
    rows = [Standing(1, 98.0, 20), Standing(2, 100.0, LEAST - 1), Standing(3, 98.0, 6), Standing(4, 91.0, 9)]
    found = {row.unit: row.place for row in ranked(rows)}
    assert found == {1: 1, 3: 1, 4: 3, 2: None}


@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 200))
def test_more_bad_facts_never_raise_a_score(fewer: int, more: int, handled: int) -> None:
    low, high = sorted((fewer, more))
    of = [score(moved([RETURNED, LATE], {"returned": n, "late": n}, handled)) for n in (low, high)]
    assert of[0] >= of[1]
