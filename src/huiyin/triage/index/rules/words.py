"""What a text is searched and compared by: one form for all ways of writing it, and the tokens it falls into.

A token is a pair of neighbouring Chinese characters (one alone where it has no neighbour), a run of letters or a run
of digits. A word of the text is never missing from its tokens, so "holds all tokens" finds too much at most, and
`normal` tells the rest. Spaces between Chinese characters are no gap; between letters and digits they are.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable

from huiyin.kernel.characters import simplified
from huiyin.kernel.text import fold

_HAN = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_CHINESE = re.compile(f"[{_HAN}]+")
_SPACES, _GAP = re.compile("\\s+"), "\0"
_RUNS = re.compile(f"\\d+|[^\\W\\d_{_HAN}]+")


def normal(text: str) -> str:
    """The form in which texts are compared: folded, traditional characters simplified, one for one."""
    return simplified(fold(text))


def tokens(text: str) -> frozenset[str]:
    """What `text` is found by, from the text as it was written."""
    found: set[str] = set()
    for run in _CHINESE.findall(normal(text)):
        found.update(run[i : i + 2] for i in range(max(1, len(run) - 1)))
    found.update(_RUNS.findall(normal(_SPACES.sub(_GAP, text))))
    return frozenset(found)


def pairs(text: str) -> frozenset[str]:
    """The runs of two characters of a text in normal form, whatever they are, spaces left out."""
    plain = _SPACES.sub("", text)
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def is_token(pair: str) -> bool:
    """Whether a run of two characters is a token of every text that holds it: two Chinese characters."""
    return _CHINESE.fullmatch(pair) is not None


def coded(words: Iterable[str]) -> list[int]:
    """Tokens as the index keeps them: sorted numbers of four bytes. Rarely two share one."""
    return sorted({code(word) for word in words})


def code(word: str) -> int:
    """One token as the index keeps it."""
    return zlib.crc32(word.encode()) - 2**31


def needles(term: str) -> frozenset[str]:
    """The tokens that every text holds in which `term` (in normal form) stands with whole runs.

    A Chinese character alone at an edge of the term is none: in the text it may be paired with its neighbour.
    """
    found = set(_RUNS.findall(term))
    for match in _CHINESE.finditer(term):
        run = match[0]
        if len(run) > 1:
            found.update(run[i : i + 2] for i in range(len(run) - 1))
        elif match.start() > 0 and match.end() < len(term):
            found.add(run)
    return frozenset(found)
