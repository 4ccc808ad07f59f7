"""How far a ranking can be trusted: had other judges of the same kind come, what might it have been?

Efron and Tibshirani 1993 (percentile bootstrap over judges); Shrout and Fleiss 1979 (intraclass correlation, two-way
random); Krippendorff 2011 (alpha for intervals, which bears missing answers).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from huiyin.panels.rules.scoring import Board, ScoreRule

Floats = npt.NDArray[np.float64]

RESAMPLES = 2_000
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Interval:
    """Between which scores and which places an object would stand with 95 %."""

    score: tuple[float, float]
    place: tuple[int, int]


@dataclass(frozen=True)
class Precision:
    """Each object's interval (none where it has no score), and which pairs can't be told apart."""

    intervals: Mapping[str, Interval]
    objects: tuple[str, ...]
    samples: Floats

    def apart(self, better: str, worse: str) -> bool:
        """Whether `better` is ahead in at least 97.5 % of what might have been."""
        here, there = self.objects.index(better), self.objects.index(worse)
        ahead = float(np.mean(self.samples[:, here] > self.samples[:, there]))
        return ahead >= 1 - (1 - CONFIDENCE) / 2


@dataclass(frozen=True)
class Agreement:
    """How much judges say the same. `single` and `panel` are ICC(2,1) and ICC(2,k) over `judges` who judged everything.

    None where it can't be said: fewer than two such judges or objects, or no difference at all.
    """

    judges: int
    single: float | None
    panel: float | None
    alpha: float | None


def precision(
    rule: ScoreRule,
    boards: Mapping[str, Board],
    objects: Sequence[str],
    seed: int,
    resamples: int = RESAMPLES,
    *,
    by_office: Collection[str] = (),
    before: Sequence[Precision] = (),
) -> Precision:
    """What might have been, by drawing each layer's judges anew with replacement; the same for the same `seed`.

    Judges of the layers `by_office` were chosen by nobody's chance: they stay who they are. `before` is what might
    have been in the rounds whose results are carried on.
    """
    rng = np.random.default_rng(seed)
    total, weight = np.zeros((resamples, len(objects))), np.zeros((resamples, len(objects)))

    def add(scores: Floats, part: float) -> None:
        there = ~np.isnan(scores)
        total[:] += np.where(there, scores, 0) * part
        weight[:] += there * part

    for layer in rule.layers:
        if layer.code in by_office and layer.code in boards:
            said = [np.nan if one is None else float(one) for one in boards[layer.code].scores()]
            add(np.tile(said, (resamples, 1)), layer.weight)
        elif layer.code in boards:
            add(_resampled(boards[layer.code], rng, resamples), layer.weight)
    if rule.carried and before:
        add(_carried(before, objects, resamples), rule.carried.weight)
    with np.errstate(invalid="ignore", divide="ignore"):
        samples = total / weight
    known: npt.NDArray[np.bool_] = np.asarray(~np.isnan(samples).all(axis=0))
    shown = tuple(one for one, there in zip(objects, known, strict=True) if there)
    samples = samples[:, known]
    filled = np.where(np.isnan(samples), np.nanmean(samples, axis=0), samples) if samples.size else samples
    ranks = (-filled).argsort(axis=1).argsort(axis=1) + 1
    ends = [100 * (1 - CONFIDENCE) / 2, 100 * (1 + CONFIDENCE) / 2]
    bounds = np.percentile(filled, ends, axis=0) if filled.size else np.zeros((2, 0))
    among = (
        np.percentile(ranks, ends, axis=0, method="closest_observation") if ranks.size else np.zeros((2, 0))
    )
    return Precision(
        {
            one: Interval((float(bounds[0, i]), float(bounds[1, i])), (int(among[0, i]), int(among[1, i])))
            for i, one in enumerate(shown)
        },
        shown,
        filled,
    )


def _carried(before: Sequence[Precision], objects: Sequence[str], resamples: int) -> Floats:
    """The mean of earlier rounds in each resample; NaN for who was in none of them."""
    sums, rounds = np.zeros((resamples, len(objects))), np.zeros(len(objects))
    for one in before:
        column = {code: i for i, code in enumerate(one.objects)}
        for i, code in enumerate(objects):
            if code in column:
                sums[:, i] += one.samples[:, column[code]]
                rounds[i] += 1
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(sums / rounds)


def _resampled(board: Board, rng: np.random.Generator, resamples: int) -> Floats:
    judges = board.codes.shape[0]
    drawn = rng.multinomial(judges, np.full(judges, 1 / judges), size=resamples).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        if board.rule.sums == "answers":
            return _by_answers(board, drawn)
        if not (board.rule.trim.count or board.rule.trim.share):
            means = board.means
            return np.asarray((drawn @ np.nan_to_num(means)) / (drawn @ ~np.isnan(means)))
        return np.column_stack([_trimmed(board, column, drawn) for column in board.means.T])


def _by_answers(board: Board, drawn: Floats) -> Floats:
    judges, objects, axes = board.codes.shape
    sums = drawn @ board.points.reshape(judges, -1) / board.unit
    numbers = drawn @ board.counted.reshape(judges, -1)
    means = (sums / numbers).reshape(-1, objects, axes)
    weights = ~np.isnan(means) * board.weights
    return np.asarray((np.nan_to_num(means) * weights).sum(axis=2) / weights.sum(axis=2))


def _trimmed(board: Board, means: Floats, drawn: Floats) -> Floats:
    """The trimmed mean of one object in each resample: ballots in order, each as often as it was drawn."""
    there = np.flatnonzero(~np.isnan(means))
    order = there[means[there].argsort(kind="stable")]
    upto = drawn[:, order].cumsum(axis=1)
    number = upto[:, -1:] if order.size else np.zeros((len(drawn), 1))
    cuts = np.array([board.rule.trim.of(n) for n in range(len(means) + 1)], dtype=np.float64)
    cut = cuts[number.astype(int)]
    kept = np.diff(np.clip(upto, cut, number - cut), axis=1, prepend=cut)
    return np.asarray((kept @ means[order]) / kept.sum(axis=1))


def agreement(means: Floats) -> Agreement:
    """How much the judges (rows) agree about the objects (columns); NaN where a judge said nothing."""
    whole = means[~np.isnan(means).any(axis=1)]
    single, panel = _icc(whole)
    return Agreement(len(whole), single, panel, _alpha(means))


def _icc(whole: Floats) -> tuple[float | None, float | None]:
    judges, objects = whole.shape
    if judges < 2 or objects < 2:
        return None, None
    middle = whole.mean()
    between = judges * ((whole.mean(axis=0) - middle) ** 2).sum() / (objects - 1)
    raters = objects * ((whole.mean(axis=1) - middle) ** 2).sum() / (judges - 1)
    rest = ((whole - middle) ** 2).sum() - between * (objects - 1) - raters * (judges - 1)
    error = rest / ((objects - 1) * (judges - 1))
    one = between + (judges - 1) * error + judges * (raters - error) / objects
    many = between + (raters - error) / objects
    return (
        float((between - error) / one) if one > 0 else None,
        float((between - error) / many) if many > 0 else None,
    )


def _alpha(means: Floats) -> float | None:
    there = ~np.isnan(means)
    number = there.sum(axis=0)
    paired = number >= 2
    values, number = np.where(there, means, 0)[:, paired], number[paired]
    n = int(number.sum())
    if n < 2:
        return None
    squares, sums = (values**2).sum(axis=0), values.sum(axis=0)
    observed = (2 * (number * squares - sums**2) / (number - 1)).sum() / n
    expected = 2 * (n * squares.sum() - sums.sum() ** 2) / (n * (n - 1))
    return float(1 - observed / expected) if expected > 0 else None
