"""Does a text carry a mark of secrecy? However it is spaced, widened, written in traditional characters or broken up.

A mark is what a paper carries on its head (机密★10年, 内部资料 注意保存, a number of a secret paper), not the word in a
sentence: 警察说要保守秘密 and 属于国家秘密不予公开 are none. So each mark needs what stands around it, and the city
says where: anywhere, on a line of its own, or in the name of a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from huiyin.triage.index.rules.words import normal

STAR = "★"
_STARS = re.compile("[☆⭐✩✪✭⋆✮✯✰⚝※*]")
_VARIANTS = str.maketrans("祕袐峃", "秘秘密")
_BETWEEN = re.compile(f"[^\\w{STAR}]|_")
_SHOWN = 8
"""Characters of the text shown on either side of what was found."""


@dataclass(frozen=True)
class Mark:
    """One of the city's marks. All in the bare form: no spaces, no signs but the star, simplified, half-width.

    `words` and `patterns` are looked for anywhere, `lines` have to be a whole line, `names` in the name of a file.
    """

    code: str
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """A mark that was found: its code, where (as the caller calls it), and the words around it, bare."""

    mark: str
    where: str
    words: str


def bare(text: str, *, stars: bool = True) -> str:
    """What is left of a text once nothing stands between its characters. `stars`: keep what may be the star."""
    plain = normal(text).translate(_VARIANTS)
    return _BETWEEN.sub("", _STARS.sub(STAR if stars else "", plain))


def in_text(text: str, marks: Iterable[Mark], where: str = "text") -> list[Found]:
    """The marks that a text carries, each once, in the order of `marks`."""
    whole = [bare(text), bare(text, stars=False)]
    lines = list(dict.fromkeys(bare(line, stars=s) for line in text.splitlines() for s in (True, False)))
    found = (_first(mark, whole, lines) for mark in marks)
    return [Found(one[0], where, one[1]) for one in found if one]


def in_name(name: str, marks: Iterable[Mark]) -> list[Found]:
    """The marks that the name of a file carries: those of a text, and those that only a name can have."""
    stem = name.rpartition(".")[0] or name
    known = list(marks)
    there = in_text(stem, known, "name")
    for mark in known:
        hit = _search(mark.names, bare(stem))
        if hit and mark.code not in {one.mark for one in there}:
            there.append(Found(mark.code, "name", _around(*hit)))
    return there


def _first(mark: Mark, whole: list[str], lines: list[str]) -> tuple[str, str] | None:
    for text in whole:
        if hit := _search((*map(re.escape, mark.words), *mark.patterns), text):
            return mark.code, _around(*hit)
    for line in lines:
        if any(_compiled(pattern).fullmatch(line) for pattern in mark.lines):
            return mark.code, line[: 4 * _SHOWN]
    return None


def _search(patterns: Iterable[str], text: str) -> tuple[str, re.Match[str]] | None:
    hits = (_compiled(pattern).search(text) for pattern in patterns)
    hit = next((hit for hit in hits if hit), None)
    return (text, hit) if hit else None


def _around(text: str, hit: re.Match[str]) -> str:
    first, last = hit.span()
    return text[max(0, first - _SHOWN) : last + _SHOWN]


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
