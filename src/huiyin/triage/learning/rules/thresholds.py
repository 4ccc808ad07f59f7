"""From which margin on a proposal may be called sure, so that the promised share of these is right."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from huiyin.triage.learning.rules.sureness import NEVER

Floats = NDArray[np.floating[Any]]
FEWEST_SURE: Final = 30
"""Fewer proposals than this prove nothing."""


def bar(margin: Floats, right: NDArray[np.bool_], fold: NDArray[np.integer[Any]], promise: float) -> float:
    """The lowest margin from which on the promised share of the proposals held back were right, and some more.

    How much more is learnt from the lessons: the standard error of that share between the folds. Where blocks of
    time differ much, the next block may differ as much again. NEVER where no margin keeps the promise.
    """
    order = np.argsort(-margin, kind="stable")
    ranked, hits = margin[order], right[order].astype(float)
    many = np.arange(1, len(order) + 1)
    share = np.cumsum(hits) / many
    folds = [fold[order] == one for one in np.unique(fold)]
    shares = [np.cumsum(hits * mine) / np.maximum(np.cumsum(mine), 1) for mine in folds]
    apart = np.std(shares, axis=0, ddof=1) / np.sqrt(len(folds)) if len(folds) > 1 else np.ones(len(order))
    last_of_equals = np.append(ranked[1:] < ranked[:-1], True) if len(order) else np.zeros(0, dtype=bool)
    kept = last_of_equals & (share - apart >= promise) & (many >= FEWEST_SURE)
    return float(ranked[np.flatnonzero(kept)[-1]]) if kept.any() else NEVER
