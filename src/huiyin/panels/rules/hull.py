"""The fairest lottery where fractions of panels promise more than real panels can keep.

Seldom needed: quotas of several features can forbid mixtures that look possible (three people of whom any two exclude
each other can't have a half each). Then the same rounds as in `levels` are solved over real panels, and an integer
program is asked in each round for a panel that would raise the level: when there is none, the level is proven.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from huiyin.panels.rules.levels import NIL, PRECISION
from huiyin.panels.rules.seating import Floats, Ints, Seating

PROVEN = 1e-8
"""A panel that would raise the level by less is none."""


@dataclass(frozen=True)
class Mix:
    """Panels, their weights, and by how much at most a level could be higher."""

    panels: list[Ints]
    weights: Floats
    gap: float


def fairest(space: Seating, panels: list[Ints]) -> Mix:
    """Leximin over all panels there are, beginning with some of them."""
    known = list(panels) or [_best(space, np.zeros(len(space.sizes)))]
    level, gap = np.full(len(space.sizes), np.nan), 0.0
    weights = np.zeros(len(known))
    while np.isnan(level).any():
        found, gain = _raised(space, known, level)
        weights, gap = found.x[:-1], max(gap, gain)
        held = np.isnan(level) & (-found.ineqlin.marginals > NIL)
        level[held if held.any() else np.isnan(level)] = found.x[-1]
    return Mix(known, weights, gap)


def _raised(space: Seating, known: list[Ints], level: Floats) -> tuple[Any, float]:
    """The highest level for all who aren't settled, and what a further panel could still add to it."""
    while True:
        found = _master(space, known, level)
        worth = -found.ineqlin.marginals
        panel = _best(space, worth)
        gain = float(worth @ panel + found.eqlin.marginals[0])
        if gain <= PROVEN or any(np.array_equal(panel, other) for other in known):
            return found, max(0.0, gain)
        known.append(panel)


def _best(space: Seating, worth: Floats) -> Ints:
    panel = space.best(worth)
    if panel is None:
        raise ArithmeticError("the solver found no panel")
    return panel


def _master(space: Seating, known: list[Ints], level: Floats) -> Any:
    """Variables: the weight of each panel, and the level."""
    open_ = np.isnan(level)
    table = np.c_[-np.array(known, dtype=np.float64).T, np.where(open_, space.sizes, 0)]
    promised = np.where(open_, 0.0, -np.nan_to_num(level) * space.sizes + NIL)
    return linprog(
        np.r_[np.zeros(len(known)), -1.0],
        A_ub=csr_matrix(table),
        b_ub=promised,
        A_eq=csr_matrix(np.r_[np.ones(len(known)), 0.0][None]),
        b_eq=[1.0],
        bounds=(0, 1),
        method="highs-ds",
        options=PRECISION,
    )
