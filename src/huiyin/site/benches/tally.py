"""The sums of a month: exact fractions over a hundred judges, every section and every duty."""

from __future__ import annotations

import time
from fractions import Fraction
from random import Random

from huiyin.panels.rules import scoring
from huiyin.site.benches.figures import Figure

AXES = ("duties", "fairness", "manner", "speed", "honesty", "style", "people", "order")
POINTS = {
    "excellent": Fraction(100),
    "good": Fraction(80),
    "fair": Fraction(60),
    "poor": Fraction(40),
    "unknown": None,
}
MONTH = (100, 98, 8)
"""Judges, objects and axes of one of Daming's months."""


def tally() -> Figure:
    """How long the scores of such a month take."""
    rng, (judges, objects, axes) = Random(1), MONTH  # noqa: S311
    rule = scoring.ScoreRule(
        POINTS,
        tuple(map(scoring.Axis, AXES)),
        (scoring.Layer("judges"),),
        trim=scoring.Trim(share=Fraction(1, 20)),
    )
    codes = [str(i) for i in range(objects)]
    sheets = [
        scoring.Sheet("judges", {one: rng.choices(list(POINTS), k=axes) for one in codes})
        for _ in range(judges)
    ]
    times = []
    for _ in range(5):
        began = time.process_time()
        scoring.tally(rule, sheets, codes, {"judges": judges})
        times.append((time.process_time() - began) * 1000)
    taken = round(sorted(times)[2], 1)
    how = "median of five, processor time; exact fractions, trimmed by 5 % at each end"
    return Figure(
        f"tally of {judges} × {objects} × {axes}", "ms", taken, None, None, "≤ 100 ms", taken <= 100, how
    )
