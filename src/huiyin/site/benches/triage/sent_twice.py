"""How far people agree with themselves: texts that were sent twice, and whether both got the same label."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import linalg

from huiyin.site.benches.figures import Figure
from huiyin.site.benches.triage.messages import FILE, labelled
from huiyin.triage.learning.training import count

FILES = (FILE,)
ALIKE = 0.9
"""Cosine of the pairs of characters from which on two texts are one text sent twice."""
AT_ONCE = 500


def measure(folder: Path) -> list[Figure]:
    """No program that reads the text alone can be right for both of two that got different labels."""
    texts, truth, _labels = labelled(folder)
    nearest, likeness = _nearest(count(texts).matrix)
    twice = likeness >= ALIKE
    apart = int((twice & (truth != truth[nearest])).sum())
    share = apart / max(int(twice.sum()), 1)
    how = f"{apart} of {int(twice.sum())} texts that stand in the file twice (cosine from {ALIKE} on)"
    return [
        Figure(
            "sent twice, decided differently",
            "share",
            round(share, 4),
            None,
            None,
            "none, it limits the others",
            True,
            how,
        )
    ]


def _nearest(counts: sparse.csr_matrix) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Of each text the one most like it, and how like."""
    values = counts.astype(np.float32)
    values.data = 1 + np.log(values.data)
    values = sparse.diags(1 / np.maximum(linalg.norm(values, axis=1), 1)) @ values
    nearest, likeness = np.zeros(values.shape[0], dtype=np.int64), np.zeros(values.shape[0])
    for begin in range(0, values.shape[0], AT_ONCE):
        cosine = (values[begin : begin + AT_ONCE] @ values.T).toarray()
        rows = np.arange(len(cosine))
        cosine[rows, begin + rows] = 0
        nearest[begin + rows], likeness[begin + rows] = cosine.argmax(axis=1), cosine.max(axis=1)
    return nearest, likeness
