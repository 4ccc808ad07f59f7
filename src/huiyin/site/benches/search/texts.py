"""An invented language with the skew of a real one: words after Zipf, phrases of words, texts of phrases."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huiyin.triage.index.rules.keys import codes
from huiyin.triage.index.rules.words import normal, tokens

WORDS, PHRASES = 12_000, 30_000
FIRST_HAN, HANS = 0x4E00, 3_000


@dataclass(frozen=True)
class Phrase:
    """A few words run together; `sent` and `told` are the codes of its tokens."""

    text: str
    normal: str
    sent: NDArray[np.int32]
    told: NDArray[np.int32]


class Language:
    """Words of two to four characters, phrases of three to five words, both drawn after Zipf from a fixed seed."""

    def __init__(self, seed: int = 2015) -> None:
        self.random = np.random.default_rng(seed)
        hans = [chr(FIRST_HAN + 5 * i) for i in range(HANS)]
        lengths = self.random.choice([2, 2, 2, 3, 4], WORDS)
        self.words = ["".join(hans[i] for i in self.random.integers(0, HANS, n)) for n in lengths]
        self.phrases = [self._phrase() for _ in range(PHRASES)]

    def _phrase(self) -> Phrase:
        text = "".join(self.words[i] for i in self.ranks(WORDS, int(self.random.integers(3, 6)), 0.9))
        found = tokens(text)
        return Phrase(
            text,
            normal(text),
            np.array(codes(found, "sent"), np.int32),
            np.array(codes(found, "told"), np.int32),
        )

    def ranks(self, of: int, count: int, skew: float) -> NDArray[np.int64]:
        """`count` ranks below `of`, low ones often: the inverse of a bounded power law."""
        edge = float(of) ** (1 - skew)
        found = ((edge - 1) * self.random.random(count) + 1) ** (1 / (1 - skew))
        return np.asarray(np.minimum(found - 1, of - 1), np.int64)
