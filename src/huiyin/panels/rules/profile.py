"""What a unit does well and what it doesn't: each duty beside the same duty of all others (S4-15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from huiyin.panels.rules.scoring import Board, ScoreRule


@dataclass(frozen=True)
class Duty:
    """A unit's mean on one axis, and the share of the others that stand below it (0 to 1)."""

    axis: str
    mean: float
    ahead_of: float


STRONG, WEAK = 0.75, 0.25
"""An achievement: better than three quarters of all; a problem: worse than three quarters."""


def profiles(
    rule: ScoreRule, boards: Mapping[str, Board], objects: Sequence[str]
) -> dict[str, tuple[Duty, ...]]:
    """Each object's duties, the best first; nothing of a duty of which nobody said anything that counts."""
    shape = (len(objects), len(rule.axes))
    sums, weight = np.zeros(shape), np.zeros(shape)
    for layer in rule.layers:
        if layer.code in boards:
            board = boards[layer.code]
            said = board.counted.sum(axis=0)
            with np.errstate(invalid="ignore", divide="ignore"):
                means = board.points.sum(axis=0) / (said * board.unit)
            sums += np.where(said > 0, means, 0) * layer.weight
            weight += (said > 0) * layer.weight
    with np.errstate(invalid="ignore", divide="ignore"):
        means = sums / weight
    found = {}
    for i, one in enumerate(objects):
        duties = [
            Duty(axis.code, float(means[i, a]), _ahead(means[:, a], i))
            for a, axis in enumerate(rule.axes)
            if not np.isnan(means[i, a])
        ]
        found[one] = tuple(sorted(duties, key=lambda duty: (-duty.ahead_of, duty.axis)))
    return found


def _ahead(column: npt.NDArray[np.float64], i: int) -> float:
    others = np.delete(column, i)
    others = others[~np.isnan(others)]
    return float(np.mean(others < column[i])) if others.size else 0.5


def strong(duties: Sequence[Duty]) -> list[Duty]:
    return [duty for duty in duties if duty.ahead_of >= STRONG]


def weak(duties: Sequence[Duty]) -> list[Duty]:
    """The worst first."""
    return [duty for duty in reversed(duties) if duty.ahead_of <= WEAK]
