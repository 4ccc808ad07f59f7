"""Intervals and agreement against published examples and against what must follow from the ballots."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest

from huiyin.panels.rules.precision import agreement, precision
from huiyin.panels.rules.scoring import Axis, Layer, ScoreRule, Sheet, Trim, boards

NAN = float("nan")
SHROUT_FLEISS = np.array(
    [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]], dtype=float
)
"""Four judges of six objects (Shrout and Fleiss 1979, table 2)."""

KRIPPENDORFF = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    ]
)
"""Four observers of twelve units with gaps (Krippendorff 2011, part C)."""


NO_TRIM = Trim()


def rule(trim: Trim = NO_TRIM, sums: str = "ballots") -> ScoreRule:
    return ScoreRule(
        {str(n): Fraction(n) for n in range(101)},
        (Axis("a"),),
        (Layer("judges"),),
        trim=trim,
        sums=sums,  # type: ignore[arg-type]
    )


def sheets(*columns: Sequence[int | None]) -> list[Sheet]:
    """One column an object: x, y, z."""
    rows = zip(*columns, strict=True)
    return [
        Sheet("judges", {code: ("" if n is None else str(n),) for code, n in zip("xyz", row, strict=False)})
        for row in rows
    ]


def test_the_published_examples() -> None:
    found = agreement(SHROUT_FLEISS)
    assert (found.judges, round(found.single or 0, 2), round(found.panel or 0, 2)) == (4, 0.29, 0.62)
    assert round(agreement(KRIPPENDORFF).alpha or 0, 3) == 0.849


def test_what_cannot_be_said_is_not_said() -> None:
    lonely = agreement(np.array([[1.0, 2.0, 3.0]]))
    assert (lonely.single, lonely.panel, lonely.alpha) == (None, None, None)
    same = agreement(np.full((3, 4), 80.0))
    assert (same.single, same.panel, same.alpha) == (None, None, None)


@pytest.mark.parametrize("given", [rule(), rule(Trim(share=Fraction(1, 10))), rule(sums="answers")])
def test_far_apart_is_told_apart_and_near_is_not(given: ScoreRule) -> None:
    wobble = [(7 * i) % 11 - 5 for i in range(40)]
    there = sheets([80 + w for w in wobble], [60 + w for w in wobble], [60 - w for w in wobble])
    found = precision(given, boards(given, there, "xyz"), "xyz", seed=1)
    assert found.apart("x", "y") and not found.apart("y", "z") and not found.apart("z", "y")
    assert found.intervals["x"].place == (1, 1)
    assert found.intervals["y"].place == found.intervals["z"].place == (2, 3)
    low, high = found.intervals["y"].score
    error = np.std(wobble) / np.sqrt(40)
    assert low == pytest.approx(60 - 1.96 * error, abs=0.35) and high == pytest.approx(
        60 + 1.96 * error, abs=0.35
    )


def test_a_trimmed_interval_forgives_one_enemy() -> None:
    votes = [80 + i % 3 for i in range(39)] + [0]
    given = rule(Trim(share=Fraction(1, 10)))
    trimmed = precision(given, boards(given, sheets(votes), "x"), "x", seed=1).intervals["x"].score
    plain = precision(rule(), boards(rule(), sheets(votes), "x"), "x", seed=1).intervals["x"].score
    assert trimmed[0] > 80 and plain[0] < 78


def test_who_got_no_score_has_no_interval() -> None:
    there = sheets([80, 70, 60], [None, None, None], [50, 60, None])
    assert set(precision(rule(), boards(rule(), there, "xyz"), "xyz", seed=1).intervals) == {"x", "z"}


def test_the_same_seed_gives_the_same_intervals() -> None:
    there = sheets([80, 70, 60, 90], [50, 60, 70, 55])
    once, again = (precision(rule(), boards(rule(), there, "xy"), "xy", seed=5).intervals for _ in range(2))
    assert once == again
