"""A text as the counts of its one, two and three neighbouring characters, each as one number.

No hashing: three code points of 21 bits fit into 64, so that a number can be turned back into its characters.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from huiyin.triage.index.rules.words import normal

Keys = NDArray[np.uint64]
Counts = NDArray[np.float32]

MOST_READ: Final = 20_000
"""Characters of a text that are read, from its beginning; nobody needs more to say what it is about."""
LONGEST: Final = 3
"""Characters of the longest gram."""
_BITS: Final = 21


def readable(text: str) -> str:
    """The text as it is compared, and no longer than is read."""
    return normal(text[: 2 * MOST_READ])[:MOST_READ].replace("\0", "")


def grams(text: str) -> tuple[Keys, Counts]:
    """The grams of a readable text in rising order, and how often each stands there."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    keys, counts = np.unique(np.concatenate(list(_of_each_length(points))), return_counts=True)
    return keys, counts.astype(np.float32)


def _of_each_length(points: Keys) -> list[Keys]:
    found = [points]
    for length in range(2, LONGEST + 1):
        many = max(len(points) - length + 1, 0)
        joined = np.zeros(many, dtype=np.uint64)
        for place in range(length):
            joined |= points[place : place + many] << np.uint64(_BITS * place)
        found.append(joined)
    return found


def spelt(key: int) -> str:
    """The characters of a gram."""
    points = [key >> (_BITS * place) & (1 << _BITS) - 1 for place in range(LONGEST)]
    return "".join(chr(point) for point in points if point)
