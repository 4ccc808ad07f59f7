"""A text as the counts of its characters and of its pairs of neighbouring ones, each as one number.

No hashing: two code points of 21 bits fit into 64, so that a number can be turned back into its characters. The
beginning counts once more by itself: people say first what it is about.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from huiyin.triage.index.rules.words import normal

Keys = NDArray[np.uint64]
Counts = NDArray[np.float32]

MOST_READ: Final = 10_000
"""Characters of a text that are read, from its beginning; nobody needs more to say what it is about."""
OPENING: Final = 30
"""Characters of the beginning that count once more."""
IN_OPENING: Final = np.uint64(1 << 63)
"""Marks a gram of the beginning; these come after all others."""
OPENING_WEIGHT: Final = 0.3
"""What the beginning weighs beside the whole."""
_BITS: Final = 21


def readable(text: str) -> str:
    """The text as it is compared, and no longer than is read."""
    return normal(text[: 2 * MOST_READ])[:MOST_READ].replace("\0", "")


def grams(text: str) -> tuple[Keys, Counts]:
    """The grams of a readable text in rising order, and how often each stands there."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    opening = _pairs_too(points[:OPENING]) | IN_OPENING
    keys, counts = np.unique(np.concatenate([_pairs_too(points), opening]), return_counts=True)
    return keys, counts.astype(np.float32)


def _pairs_too(points: Keys) -> Keys:
    return np.concatenate([points, points[:-1] | points[1:] << np.uint64(_BITS)])


def spelt(key: int) -> str:
    """The characters of a gram."""
    points = [key >> (_BITS * place) & (1 << _BITS) - 1 for place in range(2)]
    return "".join(chr(point) for point in points if point)
