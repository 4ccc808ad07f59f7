"""Real panels and their weights, such that together everybody gets their probability.

The fairest probabilities are seats in fractions. Panel after panel is cut out of them: each takes as much weight as
what remains allows, which brings some type or quota to its end. When no panel fits what remains, the last of them are
put back, other ways to cut are tried, and a linear program mixes them all.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, hstack

from huiyin.panels.rules.repairing import Range, repaired
from huiyin.panels.rules.seating import Floats, Ints, Seating

DUST = 1e-10
"""Weight that is no longer cut up: a ten-thousand-millionth of the whole."""
CLOSE = 1e-9
"""How far a probability may stay below its level."""
ROUGH = 0.9
"""A share of the best: any panel will do."""


@dataclass
class Rest:
    """Seats a type (`of`) that are still to be cut up, and their weight; the panels that were cut out."""

    of: Floats
    weight: float
    panels: list[Ints] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def cut(self, panel: Ints, weight: float) -> None:
        self.of = self.of - weight * panel
        self.weight -= weight
        self.panels.append(panel)
        self.weights.append(weight)

    def put_back(self, until: float) -> list[Ints]:
        """The panels that were cut last are put back until `until` of weight is there again."""
        back = []
        while self.weight < until and self.panels:
            back.append(self.panels.pop())
            weight = self.weights.pop()
            self.of = self.of + weight * back[-1]
            self.weight += weight
        return back


def mixed(space: Seating, probabilities: Floats) -> Rest:
    """Panels with weights; what they fall short of `probabilities` is left as `of`."""
    dice = np.random.default_rng(3797)
    rest = Rest(probabilities * space.sizes, 1.0)
    _cut(space, rest, None, dice)
    while rest.weight > DUST and rest.panels:
        tried = rest.put_back(8 * rest.weight)
        if _remixed(space, rest, tried, dice):
            break
    return rest


def _cut(space: Seating, rest: Rest, start: Ints | None, dice: np.random.Generator) -> None:
    """Cuts until nothing is left or no panel fits."""
    panel = start
    while rest.weight > DUST:
        within = _range(space, rest)
        wanted = rest.of / rest.weight
        near = None if panel is None else repaired(space, panel, within, wanted, dice)
        if near is None and panel is not None:
            near = repaired(space, panel, within, wanted, dice)
        if near is None:
            worth = wanted - (within.low + within.high) / 2 + 0.01 * dice.random(len(wanted))
            near = space.panel(worth, within.low, within.high, within.least, within.most, ROUGH)
        if near is None:
            return
        panel = near
        rest.cut(panel, _longest(space, rest, panel))


def _range(space: Seating, rest: Rest) -> Range:
    """Whoever has nothing left gets no seat, whoever needs the whole weight gets one; quotas likewise."""
    counts, nobody = space.counts(rest.of), np.zeros_like(space.sizes)
    tiny = rest.weight * 1e-9 + 1e-12
    return Range(
        np.where(space.sizes * rest.weight - rest.of <= tiny, space.sizes, nobody),
        np.where(rest.of <= tiny, nobody, space.sizes),
        np.where(space.most * rest.weight - counts <= tiny, space.most, space.least),
        np.where(counts - space.least * rest.weight <= tiny, space.least, space.most),
    )


def _longest(space: Seating, rest: Rest, panel: Ints) -> float:
    """The weight at which the first type or quota comes to its end."""
    counts, has = space.counts(rest.of), space.counts(panel)
    ends = [rest.weight]
    for left, pace in (
        (rest.of, panel),
        (space.sizes * rest.weight - rest.of, space.sizes - panel),
        (space.most * rest.weight - counts, space.most - has),
        (counts - space.least * rest.weight, has - space.least),
    ):
        moving = pace > 0
        ends.append(float((left[moving] / pace[moving]).min(initial=rest.weight)))
    return max(0.0, min(ends))


def _remixed(space: Seating, rest: Rest, tried: list[Ints], dice: np.random.Generator) -> bool:
    """Cuts the rest in other ways and mixes all panels met; True where that comes close."""
    known = {panel.tobytes(): panel for panel in tried}
    for _ in range(3):
        other = Rest(rest.of, rest.weight)
        _cut(space, other, tried[int(dice.integers(len(tried)))], dice)
        known |= {panel.tobytes(): panel for panel in other.panels}
    panels = list(known.values())
    weights, short = shares(np.array(panels), rest.of, space.sizes, rest.weight)
    if short > CLOSE and rest.panels:
        return False
    for panel, weight in zip(panels, weights, strict=True):
        if weight > 0:
            rest.cut(panel, float(weight))
    return True


def shares(panels: Ints, of: Floats, sizes: Ints, weight: float) -> tuple[Floats, float]:
    """Weights of the panels such that the worst-off probability falls short of its part in `of` by least."""
    needed = np.flatnonzero(of > 0)
    table = hstack([csr_matrix(-panels[:, needed].T.astype(np.float64)), -sizes[needed][:, None]])
    found = linprog(
        np.r_[np.zeros(len(panels)), 1.0],
        A_ub=table.tocsr(),
        b_ub=-of[needed],
        A_eq=csr_matrix(np.r_[np.ones(len(panels)), 0.0][None]),
        b_eq=[weight],
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    return found.x[:-1], float(found.x[-1])
