"""From which margin on a proposal may be called sure, so that the promised share of these is right."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from huiyin.triage.learning.rules.sureness import NEVER

Floats = NDArray[np.floating[Any]]
FEWEST_SURE: Final = 30
"""Fewer proposals than this prove nothing."""


def bar(margin: Floats, right: NDArray[np.bool_], promise: float) -> float:
    """The lowest margin from which on at least `promise` of the proposals held back were right.

    One right proposal less than there were is counted, so that a handful can't carry a promise; NEVER where no
    margin keeps it.
    """
    order = np.argsort(-margin, kind="stable")
    ranked, hits = margin[order], np.cumsum(right[order])
    many = np.arange(1, len(order) + 1)
    last_of_equals = np.append(ranked[1:] < ranked[:-1], True) if len(order) else np.zeros(0, dtype=bool)
    kept = last_of_equals & ((hits - 1) / many >= promise) & (many >= FEWEST_SURE)
    return float(ranked[np.flatnonzero(kept)[-1]]) if kept.any() else NEVER
