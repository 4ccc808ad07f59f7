"""Lessons whose label all the others contradict: perhaps a slip of the hand, which a person should look at."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]

MOST: Final = 50
FEWEST: Final = 5
"""Of a label with fewer lessons nobody can say how its lessons read."""


def doubtful(scores: Floats, truth: Ints, most: int = MOST) -> list[tuple[int, int]]:
    """(lesson, the label that it reads like), the strongest contradiction first.

    `scores` come from classifiers that had not seen the lesson. A lesson is doubtful where it speaks for another
    label at least as much as that label's own lessons do on average, and for its own less than these do
    (confident learning).
    """
    labels = scores.shape[1]
    usual = np.array([_usual(scores, truth, label) for label in range(labels)])
    own = scores[np.arange(len(truth)), truth]
    above = np.where(scores >= usual, scores, -np.inf)
    above[np.arange(len(truth)), truth] = -np.inf
    other = above.argmax(axis=1)
    strength = above.max(axis=1) - own
    found = np.flatnonzero(np.isfinite(strength) & (strength > 0) & (own < usual[truth]))
    return [(int(i), int(other[i])) for i in sorted(found, key=lambda i: -strength[i])[:most]]


def _usual(scores: Floats, truth: Ints, label: int) -> float:
    own = scores[truth == label, label]
    return float(own.mean()) if len(own) >= FEWEST else float("inf")
