"""The fairest probabilities: the smallest as large as can be, then the next smallest, and so on (leximin).

Solved over types as a chain of linear programs. Each round raises everybody who isn't settled to one level, as high as
the quotas allow; the prices of the quotas prove that it can't be higher, and settle all whom those prices concern. Each
round's prices are independent of the earlier ones, so there are never more rounds than quotas.

Fractions of panels are allowed here, so that the levels are a bound: no lottery over real panels can be fairer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix, csr_matrix, hstack, vstack

from huiyin.panels.rules.seating import Floats, Ints, Seating

NIL = 1e-9
"""A price below this concerns nobody."""
PRECISION = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}


@dataclass(frozen=True)
class Round:
    """`settled` types stay at `level`; `prices` of the rows and, last, of a seat prove that they can't rise."""

    level: float
    settled: Ints
    prices: Floats


@dataclass(frozen=True)
class Levels:
    """The probability of each type, and how it came about."""

    of: Floats
    rounds: tuple[Round, ...]


def fairest(space: Seating) -> Levels:
    """The leximin probabilities for quotas that can be met."""
    level = np.full(len(space.sizes), np.nan)
    rounds: list[Round] = []
    while (open_ := np.flatnonzero(np.isnan(level))).size:
        settled = np.where(np.isnan(level), 0.0, level * space.sizes)
        reached = rounds[-1].level if rounds else 0.0
        rounds.append(_round(space, settled, open_, reached))
        level[rounds[-1].settled] = rounds[-1].level
    return Levels(level, tuple(rounds))


def _round(space: Seating, settled: Floats, open_: Ints, reached: float) -> Round:
    """Raises the open types together. Variables: by how much each stands above the level, and the level.

    That nobody may have more than certainty is asked only of those who would: `capped` grows until nobody does.
    """
    capped: list[int] = []
    while True:
        found = _raised(space, settled, open_, reached, capped)
        above, level = found.x[:-1], min(1.0, float(found.x[-1]))
        new = set(np.flatnonzero(above + level > 1 + NIL).tolist()) - set(capped)
        if not new:
            break
        capped += sorted(new)
    held = found.lower.marginals[:-1] > NIL
    if not held.any() and level < 1 - 1e-7:
        raise ArithmeticError("the solver gave no prices")
    return Round(level, open_[held] if held.any() else open_, _prices(space, found))


def _raised(space: Seating, settled: Floats, open_: Ints, reached: float, capped: list[int]) -> Any:
    sizes = space.sizes[open_].astype(np.float64)
    own = space.matrix[:, open_].multiply(sizes)
    table = hstack([own, own.sum(axis=1)]).tocsr()
    taken = space.counts(settled)
    left = [table, -table]
    right = [space.most - taken, taken - space.least]
    if capped:
        left.append(_caps(capped, len(open_)))
        right.append(np.ones(len(capped)))
    found = linprog(
        np.r_[np.zeros(len(open_)), -1.0],
        A_ub=vstack(left).tocsr(),
        b_ub=np.concatenate(right),
        A_eq=np.r_[sizes, sizes.sum()][None],
        b_eq=[space.seats - settled.sum()],
        bounds=[(0, 1 - reached)] * len(open_) + [(reached - NIL, 1)],
        method="highs-ds",
        options=PRECISION,
    )
    if found.x is None:
        raise ArithmeticError(f"the solver stopped: {found.message}")
    return found


def _caps(capped: list[int], types: int) -> csr_matrix:
    """One row each: what stands above the level, and the level, together at most 1."""
    rows = np.arange(len(capped))
    where = (np.r_[rows, rows], np.r_[capped, np.full(len(capped), types)])
    return coo_matrix((np.ones(2 * len(capped)), where), shape=(len(capped), types + 1)).tocsr()


def _prices(space: Seating, found: Any) -> Floats:
    """What one seat less for a row would cost, and one seat less at all; a minus where more would be wanted."""
    rows = len(space.least)
    most, least = -found.ineqlin.marginals[:rows], -found.ineqlin.marginals[rows : 2 * rows]
    return np.append(most - least, -found.eqlin.marginals[0])
