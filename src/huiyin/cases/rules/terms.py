"""What somebody typed into the search box, as words to look for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from huiyin.triage.index.rules.words import needles, normal

MOST = 8
"""Words looked for; what stands behind them is left out."""
_NUMBER = re.compile(r"[A-Za-z0-9-]*[0-9]")
SHORTEST_ENDING = 3


@dataclass(frozen=True)
class Term:
    """A word in normal form, and the tokens that every text with it holds; none for a single character."""

    text: str
    needles: frozenset[str]


@dataclass(frozen=True)
class Asked:
    """Words that must all be there; or, where only one was typed, also the end of a case's number."""

    terms: tuple[Term, ...]
    ending: str = ""


def read(words: str) -> Asked:
    """Words are what spaces part; punctuation alone is no word."""
    given = words.split()
    texts = [text for text in dict.fromkeys(map(normal, given[:MOST])) if any(c.isalnum() for c in text)]
    ending = given[0] if len(given) == 1 and len(given[0]) >= SHORTEST_ENDING else ""
    return Asked(
        tuple(Term(text, needles(text)) for text in texts),
        ending.upper() if _NUMBER.fullmatch(ending) else "",
    )
