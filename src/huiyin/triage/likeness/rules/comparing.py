"""How alike two texts are, and why, in terms that a person can check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.triage.index.rules.words import normal
from huiyin.triage.likeness.rules.places import common, conflict, places

RUN = 4
"""Characters in a row that two texts must share for it to say something."""
READ = 2_000
SHOWN = 3
OTHER_PLACE = 0.4
"""What is left of a likeness where the places differ: almost the same words are written about many places."""


@dataclass(frozen=True)
class Likeness:
    """`score` from 0 to 1; the places and the runs of words that both texts hold."""

    score: float
    places: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    other_place: bool = False


def compared(one: str, other: str) -> Likeness:
    """How alike two texts are. The order doesn't matter."""
    return likened(normal(one[:READ]), normal(other[:READ]))


def likened(first: str, second: str) -> Likeness:
    """The same of two texts in normal form."""
    runs, others = _runs(first), _runs(second)
    if not runs or not others:
        return Likeness(0.0)
    shared = len(runs & others) / min(len(runs), len(others))
    here, there = places(first), places(second)
    apart, both = conflict(here, there), common(here, there)
    score = min(1.0, shared * (OTHER_PLACE if apart else 1.0) + (0.2 if both else 0.0))
    return Likeness(round(score, 3), both[:SHOWN], _longest(first, runs & others), apart)


def _runs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + RUN] for i in range(len(text) - RUN + 1))


def _longest(text: str, shared: Iterable[str]) -> tuple[str, ...]:
    """The longest stretches of `text` made of shared runs, at most `SHOWN`, without their punctuation."""
    known = frozenset(shared)
    stretches: set[str] = set()
    start: int | None = None
    for i in range(len(text) - RUN + 2):
        if text[i : i + RUN] in known:
            start = i if start is None else start
        elif start is not None:
            stretches.add(text[start : i + RUN - 1])
            start = None
    said = {stretch.strip("，。、；：！？,.;:!?“”\"'()（）") for stretch in stretches}
    return tuple(sorted((s for s in said if len(s) >= RUN), key=lambda s: (-len(s), s))[:SHOWN])
