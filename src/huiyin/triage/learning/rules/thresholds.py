"""From which margin on a proposal may be called sure, so that the promised share of these is right."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from huiyin.triage.learning.rules.sureness import NEVER

Floats = NDArray[np.floating[Any]]
LEAST: Final = 1e-9
FEWEST_SURE: Final = 30
"""Fewer proposals than this prove nothing."""


def bar(
    margin: Floats,
    right: NDArray[np.bool_],
    fold: NDArray[np.integer[Any]],
    promise: float,
    weight: Floats | None = None,
) -> float:
    """The lowest margin from which on the promised share of the proposals held back were right, and some more.

    How much more is learnt from the lessons: the standard error of that share between the folds. Where blocks of
    time differ much, the next block may differ as much again. NEVER where no margin keeps the promise.

    A lesson counts by its `weight`. Those of full weight, which people decided, must keep the promise among themselves,
    too: the others are such as rules could decide already, and so the easier ones.
    """
    worth = np.ones(len(margin)) if weight is None else weight
    order = np.argsort(-margin, kind="stable")
    ranked, hits = margin[order], right[order].astype(float)
    counts = worth[order]
    own = counts >= 1
    many = np.cumsum(counts)
    share = np.cumsum(hits * counts) / many
    by_people = np.cumsum(hits * own) / np.maximum(np.cumsum(own), 1)
    folds = [(fold[order] == one) * counts for one in np.unique(fold)]
    shares = [np.cumsum(hits * mine) / np.maximum(np.cumsum(mine), LEAST) for mine in folds]
    apart = np.std(shares, axis=0, ddof=1) / np.sqrt(len(folds)) if len(folds) > 1 else np.ones(len(order))
    last_of_equals = np.append(ranked[1:] < ranked[:-1], True) if len(order) else np.zeros(0, dtype=bool)
    kept = last_of_equals & (share - apart >= promise) & (many >= FEWEST_SURE) & (by_people >= promise)
    return float(ranked[np.flatnonzero(kept)[-1]]) if kept.any() else NEVER
