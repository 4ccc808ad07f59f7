"""Which lessons are held back when: folds that keep the labels' shares, at random or as blocks of time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]


def blocks(labels: Ints, folds: int) -> NDArray[np.int64]:
    """The fold of each lesson: each label's lessons, which stand in the order of time, cut into equal stretches.

    What is held back comes from another time than what is learnt from, as it will be in use.
    """
    fold = np.zeros(len(labels), dtype=np.int64)
    for label in np.unique(labels):
        mine = np.flatnonzero(labels == label)
        fold[mine] = np.arange(len(mine)) * folds // len(mine)
    return fold


def shuffled(labels: Ints, folds: int, seed: int) -> NDArray[np.int64]:
    """The fold of each lesson, drawn at random: what is held back is like what is learnt from."""
    order = np.random.default_rng(seed).permutation(len(labels))
    fold = np.empty(len(labels), dtype=np.int64)
    fold[order] = blocks(labels[order], folds)
    return fold
