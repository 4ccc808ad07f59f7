"""From ballots to a score: exact, so that whoever adds up the same ballots by hand gets the same number (facts 7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Literal

import numpy as np
import numpy.typing as npt

from huiyin.panels.rules.quotas import Mistake

BLANK = ""


@dataclass(frozen=True)
class Axis:
    """What is judged about each object; weights are relative to each other."""

    code: str
    weight: int = 1


@dataclass(frozen=True)
class Layer:
    """Judges of one kind. Their result counts where at least `quorum` of the ballots issued to them came back."""

    code: str
    weight: int = 1
    quorum: Fraction = Fraction(0)


@dataclass(frozen=True)
class Trim:
    """What is left out at each end of an object's ballots: a number of them, or a share, whichever is more."""

    count: int = 0
    share: Fraction = Fraction(0)

    def of(self, ballots: int) -> int:
        """How many to leave out at each end; one ballot at least remains."""
        return max(0, min(max(self.count, int(self.share * ballots)), (ballots - 1) // 2))


@dataclass(frozen=True)
class Carried:
    """What earlier rounds hand on: the mean of the last `number` of a kind, with a weight beside the layers'."""

    kind: str
    number: int
    weight: int


@dataclass(frozen=True)
class ScoreRule:
    """How ballots become a score.

    `scale` gives each answer its points; None: the answer is counted but has no part in the score ("don't know").
    `sums` says what is averaged first: each ballot (then the ballots), or all answers on an axis (then the axes).
    Only ballots can be trimmed.
    """

    scale: Mapping[str, Fraction | None]
    axes: tuple[Axis, ...]
    layers: tuple[Layer, ...]
    sums: Literal["ballots", "answers"] = "ballots"
    trim: Trim = Trim()
    decimals: int = 2
    carried: Carried | None = None

    def published(self, score: Fraction) -> Decimal:
        """The score as published, halves rounded up. Ranks go by it: who has the same number has the same place."""
        return Decimal((2 * score * 10**self.decimals + 1) // 2).scaleb(-self.decimals)


@dataclass(frozen=True)
class Sheet:
    """What one judge said: for each object one answer an axis, in the rule's order; `BLANK` where they said nothing."""

    layer: str
    answers: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Score:
    """What an object got: exact points, each layer's part; how many answers counted, had no points, were blank."""

    points: Fraction | None
    layers: Mapping[str, Fraction]
    counted: int
    uncounted: int
    blank: int


def mistakes(rule: ScoreRule) -> list[Mistake]:
    """What is wrong in a rule whatever the ballots say."""
    weights = {part.code: part.weight for part in rule.axes} | {
        part.code: part.weight for part in rule.layers
    }
    found = [Mistake("weight_not_positive", code) for code, weight in weights.items() if weight <= 0]
    found += [Mistake("nothing_to_judge", "axes")] * (not rule.axes)
    found += [Mistake("nobody_to_judge", "layers")] * (not rule.layers)
    found += [Mistake("nothing_counts", "scale")] * all(points is None for points in rule.scale.values())
    if BLANK in rule.scale:
        found.append(Mistake("blank_has_points", "scale"))
    if rule.sums == "answers" and rule.trim != Trim():
        found.append(Mistake("answers_are_not_trimmed", "trim"))
    if not 0 <= rule.trim.share < Fraction(1, 2):
        found.append(Mistake("trim_too_wide", str(rule.trim.share)))
    return found


class Board:
    """The answers of one layer as an array, judge × object × axis."""

    def __init__(self, rule: ScoreRule, sheets: Sequence[Sheet], objects: Sequence[str]) -> None:
        self.rule = rule
        codes = [BLANK, *rule.scale]
        place = {code: i for i, code in enumerate(codes)}
        blank = (BLANK,) * len(rule.axes)
        self.codes: npt.NDArray[np.int16] = np.array(
            [
                [[place[code] for code in sheet.answers.get(one, blank)] for one in objects]
                for sheet in sheets
            ],
            dtype=np.int16,
        ).reshape(len(sheets), len(objects), len(rule.axes))
        points = [None, *rule.scale.values()]
        self.unit = lcm(*(one.denominator for one in points if one is not None))
        """Points are kept in this part of one, as whole numbers."""
        self.table = np.array([0 if one is None else int(one * self.unit) for one in points], dtype=np.int64)
        self.counts = np.array([one is not None for one in points])

    @cached_property
    def points(self) -> npt.NDArray[np.int64]:
        return self.table[self.codes]

    @cached_property
    def counted(self) -> npt.NDArray[np.bool_]:
        return self.counts[self.codes]

    @cached_property
    def weights(self) -> npt.NDArray[np.int64]:
        return np.array([axis.weight for axis in self.rule.axes], dtype=np.int64)

    @cached_property
    def ballots(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Of each judge and object: the weighted points, and the weight that they rest on (0: nothing was said)."""
        return (self.points * self.weights).sum(axis=2), (self.counted * self.weights).sum(axis=2)

    @cached_property
    def means(self) -> npt.NDArray[np.float64]:
        """Each ballot's mean, NaN where nothing was said: for intervals and agreement, never for scores."""
        points, weight = self.ballots
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(points / (weight * self.unit), dtype=np.float64)

    def scores(self) -> list[Fraction | None]:
        """Each object's exact score by these judges alone; None where nobody said anything that counts."""
        return self._by_ballots() if self.rule.sums == "ballots" else self._by_answers()

    def _by_ballots(self) -> list[Fraction | None]:
        points, weight = self.ballots
        whole = lcm(*(int(w) for w in np.unique(weight) if w))
        scores: list[Fraction | None] = []
        for column, weights in zip(points.T.tolist(), weight.T.tolist(), strict=True):
            means = sorted(p * (whole // w) for p, w in zip(column, weights, strict=True) if w)
            cut = self.rule.trim.of(len(means))
            kept = means[cut : len(means) - cut]
            scores.append(Fraction(sum(kept), len(kept) * whole * self.unit) if kept else None)
        return scores

    def _by_answers(self) -> list[Fraction | None]:
        sums, numbers = self.points.sum(axis=0).tolist(), self.counted.sum(axis=0).tolist()
        return [
            mean(
                (Fraction(points, number * self.unit), axis.weight)
                for points, number, axis in zip(of_points, of_numbers, self.rule.axes, strict=True)
                if number
            )
            for of_points, of_numbers in zip(sums, numbers, strict=True)
        ]


def mean(parts: Iterable[tuple[Fraction, int]]) -> Fraction | None:
    """The weighted mean of what is there; None of nothing."""
    there = list(parts)
    weight = sum(weight for _, weight in there)
    return sum((points * weight for points, weight in there), Fraction(0)) / weight if weight else None


def boards(rule: ScoreRule, sheets: Sequence[Sheet], objects: Sequence[str]) -> dict[str, Board]:
    """The answers of each layer of which there are any.

    Raises KeyError for a layer or an answer that the rule doesn't know: whoever takes ballots refuses them.
    """
    own: dict[str, list[Sheet]] = {layer.code: [] for layer in rule.layers}
    for sheet in sheets:
        own[sheet.layer].append(sheet)
    return {code: Board(rule, there, objects) for code, there in own.items() if there}


def quorum(rule: ScoreRule, sheets: Sequence[Sheet], issued: Mapping[str, int]) -> dict[str, int]:
    """The layers of which enough came back, with their weights."""
    return {
        layer.code: layer.weight
        for layer in rule.layers
        if sum(sheet.layer == layer.code for sheet in sheets) >= layer.quorum * issued.get(layer.code, 0)
    }


def tally(
    rule: ScoreRule,
    sheets: Sequence[Sheet],
    objects: Sequence[str],
    issued: Mapping[str, int],
    carried: Mapping[str, Fraction] | None = None,
) -> dict[str, Score]:
    """What each object got. A layer without quorum doesn't count, and the others' weights share what it had.

    `carried` is what earlier rounds hand on, by object: one part more, with the weight of `rule.carried`.
    """
    quorate = quorum(rule, sheets, issued)
    there = {code: board for code, board in boards(rule, sheets, objects).items() if code in quorate}
    by_layer = {code: board.scores() for code, board in there.items()}
    shape = (len(objects),)
    counted = sum(
        (board.counted.sum(axis=(0, 2)) for board in there.values()), np.zeros(shape, dtype=np.int64)
    )
    blank = sum(
        ((board.codes == 0).sum(axis=(0, 2)) for board in there.values()), np.zeros(shape, dtype=np.int64)
    )
    answers = sum(board.codes.shape[0] for board in there.values()) * len(rule.axes)
    result = {}
    for i, one in enumerate(objects):
        parts = {code: score for code, scores in by_layer.items() if (score := scores[i]) is not None}
        weighed = [(score, quorate[code]) for code, score in parts.items()]
        if rule.carried and carried and one in carried:
            weighed.append((carried[one], rule.carried.weight))
        result[one] = Score(
            mean(weighed),
            parts,
            int(counted[i]),
            answers - int(counted[i]) - int(blank[i]),
            int(blank[i]),
        )
    return result
