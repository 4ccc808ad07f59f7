"""How alike two texts are, and why, in terms that a person can check."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from huiyin.triage.index.rules.words import normal
from huiyin.triage.likeness.rules.places import common, conflict, named

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


@dataclass(frozen=True)
class Read:
    """A text in normal form, with the runs and places by which it is compared: read once, however many it meets."""

    text: str
    runs: frozenset[str]
    places: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Read:
        runs = frozenset([text[i : i + RUN] for i in range(len(text) - RUN + 1)])
        return cls(text, runs, named(text))


def compared(one: str, other: str) -> Likeness:
    """How alike two texts are. The order doesn't matter."""
    return likened(Read.of(normal(one[:READ])), Read.of(normal(other[:READ])))


def likened(one: Read, other: Read) -> Likeness:
    """The same of two texts that were read."""
    if not one.runs or not other.runs:
        return Likeness(0.0)
    both = one.runs & other.runs
    shared = len(both) / min(len(one.runs), len(other.runs))
    apart, places = conflict(one.places, other.places), common(one.places, other.places)
    score = min(1.0, shared * (OTHER_PLACE if apart else 1.0) + (0.2 if places else 0.0))
    return Likeness(round(score, 3), places[:SHOWN], _longest(one.text, both), apart)


def _longest(text: str, shared: Collection[str]) -> tuple[str, ...]:
    """The longest stretches of `text` made of shared runs, at most `SHOWN`, without their punctuation."""
    stretches: set[str] = set()
    start: int | None = None
    for i in range(len(text) - RUN + 2):
        if text[i : i + RUN] in shared:
            start = i if start is None else start
        elif start is not None:
            stretches.add(text[start : i + RUN - 1])
            start = None
    said = {stretch.strip("，。、；：！？,.;:!?“”\"'()（）") for stretch in stretches}
    return tuple(sorted((s for s in said if len(s) >= RUN), key=lambda s: (-len(s), s))[:SHOWN])
