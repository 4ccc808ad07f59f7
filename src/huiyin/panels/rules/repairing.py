"""Makes a panel that breaks some quotas keep them, by exchanging few of its seats.

A local search: take a seat where that hurts least, give it where that helps most, and don't undo at once what was just
done. Far quicker than an integer program; where it finds nothing, one is asked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from huiyin.panels.rules.seating import Floats, Ints, Seating

MOVES = 40
REST = 8
"""For so many moves a type that was just touched is left alone."""


@dataclass(frozen=True)
class Range:
    """What a panel may look like now: bounds for each type and for each row."""

    low: Ints
    high: Ints
    least: Ints
    most: Ints


def repaired(
    space: Seating, panel: Ints, within: Range, wanted: Floats, dice: np.random.Generator
) -> Ints | None:
    """A panel near `panel` that stays `within`; types with much that is `wanted` come first. None: not found."""
    seats = np.clip(panel, within.low, within.high)
    counts = np.rint(space.counts(seats)).astype(np.int64)
    rests = np.zeros(len(seats), dtype=np.int64)
    for move in range(MOVES):
        free = space.seats - int(seats.sum())
        if free == 0 and not (counts > within.most).any() and not (counts < within.least).any():
            return seats
        if free <= 0 and not _exchange(-1, space, (seats, counts, rests, move), within, wanted, dice):
            return None
        if free >= 0 and not _exchange(1, space, (seats, counts, rests, move), within, wanted, dice):
            return None
    return None


def _exchange(
    by: int,
    space: Seating,
    now: tuple[Ints, Ints, Ints, int],
    within: Range,
    wanted: Floats,
    dice: np.random.Generator,
) -> bool:
    """Gives one seat (`by` 1) or takes one (-1) where that does most good; False where nobody may be touched."""
    seats, counts, rests, move = now
    if by > 0:
        harm = (counts >= within.most).astype(np.int64) - (counts < within.least)
        movable = seats < within.high
    else:
        harm = (counts <= within.least).astype(np.int64) - (counts > within.most)
        movable = seats > within.low
    who = np.flatnonzero(movable & (rests <= move))
    if not who.size:
        return False
    cost = harm[space.rows[who]].sum(axis=1)
    best = who[cost == cost.min()]
    weight = wanted[best] - within.low[best] + 1e-6
    chosen = best[np.argmin(dice.exponential(size=len(best)) * weight ** (-by))]
    seats[chosen] += by
    counts[space.rows[chosen]] += by
    rests[chosen] = move + REST
    return True
