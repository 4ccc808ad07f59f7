"""How a unit's score of a period comes about: a base, what facts cost and earn, caps; and who is too small to rank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from huiyin.kernel.lifecycle import Lifecycle, step

BASE = 100.0
LEAST = 5
"""Who handled fewer cases in the period has a score that says more about chance: shown, never ranked."""

POINT = Lifecycle(
    name="point",
    first="counting",
    steps=(
        step("contest", "counting", "contested", "unit"),
        step("uphold", "contested", "upheld", "judge"),
        step("withdraw", "contested", "withdrawn", "judge"),
    ),
)
"""One fact that counts: the unit objects while the score is posted, whoever leads the committee concludes."""

SHEET = Lifecycle(
    name="score",
    first="posted",
    steps=(step("lock_score", "posted", "final", "system"),),
)
"""A unit's score of a period: posted for objections, then locked."""


@dataclass(frozen=True)
class Rule:
    """What a score rule of the city says; see `policy.rules.scoring.ScoreRule`."""

    code: str
    kind: str
    fact: str
    points: float
    most: float
    per_ten: bool


def moved(rules: Iterable[Rule], facts: Mapping[str, int], handled: int) -> dict[str, float]:
    """By how much each rule moves the score: `facts` counts by rule; at most `most` in all, two decimals."""
    found = {}
    for rule in rules:
        count = facts.get(rule.code, 0)
        each = rule.points * 10 / handled if rule.per_ten and handled else rule.points
        raw = each * count
        if rule.most:
            raw = max(-rule.most, min(rule.most, raw))
        found[rule.code] = round(raw, 2)
    return found


def score(moves: Mapping[str, float]) -> float:
    """The base with all that moves it; never below 0, two decimals."""
    return round(max(0.0, BASE + sum(moves.values())), 2)


@dataclass(frozen=True)
class Standing:
    """A unit in a period: its score, how many cases it handled, its place; None: too few to be ranked."""

    unit: int
    score: float
    handled: int
    place: int | None = None


def ranked(rows: Sequence[Standing]) -> list[Standing]:
    """The best first, equal scores in one place (1, 1, 3); who handled too few comes after, without a place."""
    enough = sorted((r for r in rows if r.handled >= LEAST), key=lambda r: (-r.score, r.unit))
    places: dict[float, int] = {}
    for place, row in enumerate(enough, 1):
        places.setdefault(row.score, place)
    few = sorted((r for r in rows if r.handled < LEAST), key=lambda r: r.unit)
    return [replace(r, place=places[r.score]) for r in enough] + few
