"""A text as the counts of its characters and of its pairs of neighbouring ones, each as one number.

No hashing: two code points of 21 bits fit into 64, so that a number can be turned back into its characters. The
beginning counts once more by itself: people say first what it is about. Names that say nothing of the matter (where
something is doesn't tell what it is) can be left out: no gram reaches across the gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
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
_GAP: Final = "\0"
"""Stands where a name was left out; readable texts hold no other."""
_SHORTEST: Final = 2
"""A name of one character would tear words apart."""


def readable(text: str, unsaid: re.Pattern[str] | None = None) -> str:
    """The text as it is compared, no longer than is read, and without the names that are to be left out."""
    plain = normal(text[: 2 * MOST_READ])[:MOST_READ].replace(_GAP, "")
    return unsaid.sub(_GAP, plain) if unsaid else plain


def any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for any of the names, the longest first; None for no names."""
    known = {plain for name in names if len(plain := normal(name)) >= _SHORTEST}
    return re.compile("|".join(map(re.escape, sorted(known, key=lambda n: (-len(n), n))))) if known else None


def grams(text: str) -> tuple[Keys, Counts]:
    """The grams of a readable text in rising order, and how often each stands there."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    opening = _pairs_too(points[:OPENING]) | IN_OPENING
    keys, counts = np.unique(np.concatenate([_pairs_too(points), opening]), return_counts=True)
    return keys, counts.astype(np.float32)


def _pairs_too(points: Keys) -> Keys:
    pairs = points[:-1] | points[1:] << np.uint64(_BITS)
    return np.concatenate([points[points != 0], pairs[(points[:-1] != 0) & (points[1:] != 0)]])


def spelt(key: int) -> str:
    """The characters of a gram."""
    points = [key >> (_BITS * place) & (1 << _BITS) - 1 for place in range(2)]
    return "".join(chr(point) for point in points if point)
