"""How close two texts are to each other: what one says at its beginning, and how much of that the other says anywhere.

A text names its place and its matter at the beginning. Weighed by rarity among the reports, a name that few others
hold weighs much and a phrase that everybody writes hardly anything; what nobody else wrote weighs most, and keeps
texts apart. Two that name places at their beginning, and none that could be one, are apart, however close: almost the
same words are written about many places.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

from huiyin.triage.index.rules.words import normal
from huiyin.triage.likeness.rules.places import conflict, named

HEAD = 40
"""Characters at the beginning of a text that say what it is about."""
READ = 2_000
FLOOR = 0.1
"""Less than this is nothing: it would be common phrases alone."""
_SPACE = re.compile("\\s+")


@dataclass(frozen=True)
class Text:
    """What a report says, in normal form without spaces, and the divisions of the land (counties) that it names."""

    says: str
    lands: frozenset[int] = frozenset()

    @property
    def head(self) -> str:
        return self.says[:HEAD]

    @cached_property
    def pairs(self) -> list[str]:
        """The pairs of characters whose rarity `weighed` asks for, in order."""
        head = self.head
        return [head[i : i + 2] for i in range(len(head) - 1)]


@dataclass(frozen=True)
class Weighed:
    """A text with the runs of two and three characters of its beginning, each with its weight."""

    says: str
    runs: Mapping[str, float]
    lands: frozenset[int]

    @cached_property
    def total(self) -> float:
        return sum(self.runs.values())

    @cached_property
    def holds(self) -> frozenset[str]:
        """Every run of two or three characters that it says anywhere: for a text that many others are set beside."""
        says = self.says
        return frozenset([says[i : i + n] for n in (2, 3) for i in range(len(says) - n + 1)])

    @cached_property
    def places(self) -> frozenset[str]:
        """Those that the beginning names."""
        return named(self.says[:HEAD])


def plain(text: str) -> str:
    """The beginning of a text as it is compared."""
    return _SPACE.sub("", normal(text[:READ]))


def weighed(text: Text, rarity: Mapping[str, float]) -> Weighed:
    """`rarity` holds a weight for each of the text's `pairs`. Three characters weigh what their rarer pair does."""
    head, weights = text.head, [rarity[pair] for pair in text.pairs]
    runs = dict(zip(text.pairs, weights, strict=True))
    threes = [head[i : i + 3] for i in range(len(head) - 2)]
    runs.update(zip(threes, map(max, weights, weights[1:]), strict=True))
    return Weighed(text.says, runs, text.lands)


def closeness(one: Weighed, other: Weighed) -> float:
    """From 0 to 1; the order doesn't matter."""
    return sqrt(_said(one, other.says) * _said(other, one.holds))


def _said(text: Weighed, elsewhere: str | frozenset[str]) -> float:
    """The share of the beginning of a text, by weight, that is said elsewhere too."""
    said = sum([weight for run, weight in text.runs.items() if run in elsewhere])
    return said / text.total if text.total else 0.0


def apart(one: Weighed, other: Weighed) -> bool:
    """Whether they are about different places, as far as they name any."""
    return disjoint(one.lands, other.lands) or conflict(one.places, other.places)


def disjoint(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether both name something, and nothing in common."""
    return bool(one and other) and one.isdisjoint(other)
