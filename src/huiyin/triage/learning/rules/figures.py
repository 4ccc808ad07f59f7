"""What is known of a classifier from lessons that were held back: figures with their denominators."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]
STEPS: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
"""Edges of the bands of confidence in the table of reliability."""


@dataclass(frozen=True, eq=False)
class Trial:
    """What was said of lessons held back: truth and proposals by their places among the labels, one entry each."""

    labels: tuple[str, ...]
    truth: Ints
    said: Ints
    second: Ints
    confidence: Floats
    sure: NDArray[np.bool_]

    @property
    def right(self) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = self.truth == self.said
        return found


@dataclass(frozen=True)
class Band:
    """Of `count` proposals with a confidence from `low` to `high`, `right` were right; `mean` is what was said."""

    low: float
    high: float
    count: int
    right: int
    mean: float


def macro_f1(truth: Ints, said: Ints) -> float:
    """The mean over the labels that there are of the harmonic mean of precision and recall."""
    scores = []
    for label in np.unique(truth):
        both = int(((truth == label) & (said == label)).sum())
        scores.append(2 * both / (int((truth == label).sum()) + int((said == label).sum())))
    return float(np.mean(scores)) if scores else 0.0


def bands(trial: Trial) -> list[Band]:
    """The table of reliability: does what is said with 90 % come true nine times of ten?"""
    found = []
    for low, high in pairwise(STEPS):
        inside = (trial.confidence >= low) & ((trial.confidence < high) | (high == 1.0))
        if count := int(inside.sum()):
            right = int(trial.right[inside].sum())
            found.append(Band(low, high, count, right, float(trial.confidence[inside].mean())))
    return found


def calibration_error(trial: Trial) -> float:
    """How far, on average, what is said lies from what comes true (ECE over the bands)."""
    gaps = sum(abs(band.mean * band.count - band.right) for band in bands(trial))
    return float(gaps / len(trial.truth)) if len(trial.truth) else 0.0


def confusions(trial: Trial, most: int = 8) -> list[tuple[str, str, int]]:
    """The commonest mistakes: what it was, what was said, how often."""
    pairs, counts = np.unique(
        np.stack([trial.truth[~trial.right], trial.said[~trial.right]]), axis=1, return_counts=True
    )
    order = np.argsort(-counts, kind="stable")[:most]
    return [(trial.labels[pairs[0, i]], trial.labels[pairs[1, i]], int(counts[i])) for i in order]


def plain(trial: Trial, among: NDArray[np.bool_]) -> dict[str, int]:
    """Of some of the lessons: how many there are, how many proposals were right, were sure, were sure and right."""
    right, sure = trial.right & among, trial.sure & among
    return {
        "tried": int(among.sum()),
        "right": int(right.sum()),
        "sure": int(sure.sum()),
        "sure_right": int((right & sure).sum()),
    }


def card(trial: Trial) -> dict[str, Any]:
    """The figures as they are kept with a version."""
    return {
        **plain(trial, np.ones(len(trial.truth), dtype=bool)),
        "right_or_second": int((trial.right | (trial.second == trial.truth)).sum()),
        "macro_f1": round(macro_f1(trial.truth, trial.said), 4),
        "calibration_error": round(calibration_error(trial), 4),
        "bands": [[b.low, b.high, b.count, b.right, round(b.mean, 4)] for b in bands(trial)],
        "confusions": [list(one) for one in confusions(trial)],
    }
