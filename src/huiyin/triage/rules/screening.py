"""Which reports a work team looks at first (S0-22): long-standing petitions, cases before courts, organised crime,
repeats. Every hit carries its reasons, so that a person sees why and can undo it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.kernel.text import fold


@dataclass(frozen=True)
class Marker:
    """A screening rule of the city, its words folded once. `team` is the unit whose queue it leads to."""

    code: str
    kind: str
    team: int
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    days: int = 0
    likeness: float = 0.0


@dataclass(frozen=True)
class Known:
    """An earlier report that this one may repeat. `same_reporter` comes from keyed hashes, never from a name."""

    number: str
    organ: int
    text: str
    received_at: datetime
    same_reporter: bool


@dataclass(frozen=True)
class Hit:
    """Why a report goes to a team: the marker, and the words found or the number that it repeats."""

    marker: Marker
    found: tuple[str, ...]
    repeats: str = ""
    likeness: float = 0.0


def by_words(text: str, markers: Iterable[Marker]) -> list[Hit]:
    """The markers whose words or patterns are in `text`, in the city's order.

    Spaces and full-width forms don't hide them. Where a phrase of `unless` stands, nothing counts; what stands
    elsewhere in the text does: whoever writes "you print posters against gangs" may mean a gang all the same.
    """
    folded = fold(text)
    hits = []
    for marker in markers:
        counts = _without(folded, marker.unless)
        found = [word for word in marker.words if fold(word) in counts]
        found += [match[0] for pattern in marker.patterns if (match := re.search(pattern, counts))]
        if found:
            hits.append(Hit(marker, tuple(found)))
    return hits


def _without(folded: str, phrases: Iterable[str]) -> str:
    """The text with a gap that no word or pattern bridges in place of each phrase."""
    for phrase in sorted(map(fold, phrases), key=len, reverse=True):
        folded = folded.replace(phrase, "\0") if phrase else folded
    return folded


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a folded text: enough to tell Chinese texts apart or alike."""
    folded = fold(text)
    return frozenset(folded[i : i + 2] for i in range(len(folded) - 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard's index of two sets of pairs, 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0


def repeated(
    text: str, organ: int, now: datetime, known: Sequence[Known], markers: Iterable[Marker]
) -> Hit | None:
    """The earlier report about the same house that this one repeats most closely.

    The same reporter needs half the likeness of a stranger: who writes again words it anew.
    """
    mine = pairs(text)
    best: Hit | None = None
    for marker in markers:
        if marker.kind != "repeat":
            continue
        for earlier in known:
            if earlier.organ != organ or now - earlier.received_at > timedelta(days=marker.days):
                continue
            alike = likeness(mine, pairs(earlier.text))
            needed = marker.likeness / 2 if earlier.same_reporter else marker.likeness
            if alike >= needed and (best is None or alike > best.likeness):
                best = Hit(marker, (), earlier.number, round(alike, 2))
    return best
