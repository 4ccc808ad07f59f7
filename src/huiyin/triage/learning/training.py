"""Learning from lessons: linear weights for grams by ridge regression. Knows no Django.

scikit-learn is imported where it is needed, and this module only where something is learnt or measured: what comes
out is `rules.classifier.Classifier`, which needs numpy alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from huiyin.triage.learning.counting import Counted, count, weighed
from huiyin.triage.learning.leaning import Leaning, lean
from huiyin.triage.learning.rules import figures
from huiyin.triage.learning.rules.classifier import Classifier
from huiyin.triage.learning.rules.folds import blocks
from huiyin.triage.learning.rules.sureness import Sureness
from huiyin.triage.learning.rules.thresholds import bar

__all__ = ["RECIPE", "Counted", "Ints", "Learnt", "Recipe", "count", "fit", "judge", "learn", "nested"]

Ints = NDArray[np.int64]
Floats = NDArray[np.floating[Any]]
Folds = Callable[[Ints, int], Ints]

LEAST_TELLING: Final = 0.02
"""What a gram that says nothing about the label still weighs."""


@dataclass(frozen=True)
class Recipe:
    """How is learnt. `least`: texts in which a gram stands at least; `calm`: how much simple weights are worth;
    `doubt`: texts that each label is thought to have besides its own, with grams like everybody's.
    """

    least: int = 5
    calm: float = 0.5
    doubt: float = 10.0
    folds: int = 5
    promise: float = 0.95


RECIPE = Recipe()


@dataclass(frozen=True, eq=False)
class Learnt:
    """`trial` and `scores` come from classifiers that had not learnt from the lessons they judged."""

    classifier: Classifier
    trial: figures.Trial
    scores: Floats


def learn(
    counted: Counted,
    truth: Ints,
    labels: tuple[str, ...],
    recipe: Recipe = RECIPE,
    folds: Folds = blocks,
    weight: Floats | None = None,
) -> Learnt:
    """A classifier from lessons in the order of time, and what is known of it from lessons held back.

    `weight`: what each lesson counts, 1 where it is left out. `folds` says which are held back together: blocks of time
    unless the order means nothing.
    """
    fold = folds(truth, recipe.folds)
    counts: Floats = np.ones(len(truth)) if weight is None else weight
    held: Floats = np.zeros((len(truth), len(labels)))
    for one in np.unique(fold):
        inside = fold != one
        if inside.any():
            without = fit(counted.rows(inside), truth[inside], labels, recipe, counts[inside])
            held[~inside] = judge(without, counted.rows(~inside))
    best, second, margin = _ranked(_upright(held, truth, fold))
    confidence, sure = np.zeros(len(truth)), np.zeros(len(truth), dtype=bool)
    for one in np.unique(fold):  # how sure each fold is, the others say: nobody judges their own case
        inside = fold != one
        of_others = _sureness(margin[inside], (best == truth)[inside], fold[inside], recipe, counts[inside])
        confidence[~inside] = of_others.confidences(margin[~inside])
        sure[~inside] = margin[~inside] >= of_others.bar
    trial = figures.Trial(labels, truth, best, second, confidence, sure)
    sureness = _sureness(margin, best == truth, fold, recipe, counts)
    upright = lean(held, truth).applied(fit(counted, truth, labels, recipe, counts))
    return Learnt(replace(upright, sureness=sureness), trial, held)


def _upright(held: Floats, truth: Ints, fold: Ints) -> Floats:
    """The scores as they are once it is known which labels are said too readily; of each fold the others say it."""
    found = np.empty_like(held)
    for one in np.unique(fold):
        inside = fold != one
        found[~inside] = (lean(held[inside], truth[inside]) if inside.any() else Leaning.none(held)).of(
            held[~inside]
        )
    return found


def nested(
    counted: Counted,
    truth: Ints,
    labels: tuple[str, ...],
    recipe: Recipe = RECIPE,
    folds: Folds = blocks,
    weight: Floats | None = None,
) -> figures.Trial:
    """What a classifier with its own bar says of folds that neither it nor the bar has seen."""
    said, second = np.zeros(len(truth), dtype=np.int64), np.zeros(len(truth), dtype=np.int64)
    confidence = np.zeros(len(truth))
    sure = np.zeros(len(truth), dtype=bool)
    fold = folds(truth, recipe.folds)
    counts: Floats = np.ones(len(truth)) if weight is None else weight
    for held in np.unique(fold):
        inside = fold != held
        own = learn(counted.rows(inside), truth[inside], labels, recipe, folds, counts[inside]).classifier
        said[~inside], second[~inside], margin = _ranked(judge(own, counted.rows(~inside)))
        confidence[~inside] = own.sureness.confidences(margin)
        sure[~inside] = margin >= own.sureness.bar
    return figures.Trial(labels, truth, said, second, confidence, sure)


def judge(classifier: Classifier, counted: Counted) -> Floats:
    """The scores of many counted texts at once: the same as `Classifier.scores` of each."""
    places = np.searchsorted(counted.keys, classifier.keys)
    places[places == len(counted.keys)] = 0
    there = counted.keys[places] == classifier.keys
    values = weighed(counted.matrix[:, places[there]], classifier.keys[there], classifier.worth[there])
    scores: Floats = np.asarray(values @ classifier.weights[there]) + classifier.bias
    return scores


def fit(
    counted: Counted,
    truth: Ints,
    labels: tuple[str, ...],
    recipe: Recipe = RECIPE,
    weight: Floats | None = None,
) -> Classifier:
    """Ridge regression towards 1 for the lesson's label and -1 for all others; rare labels count more, by the root."""
    from sklearn.linear_model import Ridge

    spread = np.bincount(counted.matrix.indices, minlength=len(counted.keys))
    kept = np.flatnonzero(spread >= min(recipe.least, 1 + len(truth) // 100))
    keys, matrix = counted.keys[kept], counted.matrix[:, kept]
    worth = _worth(matrix, truth, len(labels), recipe)
    many = np.bincount(truth, minlength=len(labels))
    wanted = np.where(truth[:, None] == np.arange(len(labels)), 1.0, -1.0).astype(np.float32)
    bias = wanted.mean(axis=0)
    heed = np.sqrt(len(truth) / ((many > 0).sum() * many[truth])) * (1.0 if weight is None else weight)
    model = Ridge(alpha=recipe.calm, solver="sparse_cg", fit_intercept=False, tol=1e-3)
    model.fit(weighed(matrix, keys, worth), wanted - bias, sample_weight=heed)
    weights = np.atleast_2d(model.coef_).T
    return Classifier(labels, keys, worth, weights, bias, Sureness(()), unsaid=counted.unsaid)


def _worth(matrix: sparse.csr_matrix, truth: Ints, labels: int, recipe: Recipe) -> Floats:
    """What each gram weighs: how rare it is, and how unevenly it is spread over the labels.

    Evenness is the entropy of the label given the gram, all labels alike. A label with few lessons is thought to
    have others too, so that what stands in one lesson alone doesn't seem to tell all.
    """
    there = sparse.csr_matrix((np.ones_like(matrix.data), matrix.indices, matrix.indptr), matrix.shape)
    of_label = sparse.csr_matrix((np.ones(len(truth)), (truth, np.arange(len(truth)))), (labels, len(truth)))
    found = (of_label @ there).toarray()
    many, spread = np.bincount(truth, minlength=labels), found.sum(axis=0)
    share = (found + recipe.doubt * spread / len(truth)) / (many[:, None] + recipe.doubt)
    share /= share.sum(axis=0)
    evenness = -(share * np.log(share)).sum(axis=0) / np.log(max(labels, 2))
    rarity = np.log((1 + len(truth)) / (1 + spread)) + 1
    worth: Floats = rarity * np.sqrt(np.maximum(1 - evenness, 0) + LEAST_TELLING)
    return worth


def _ranked(scores: Floats) -> tuple[Ints, Ints, Floats]:
    """The best label, the second, and the margin between them, text by text."""
    order = np.argsort(-scores, axis=1, kind="stable")
    best, second = order[:, 0], order[:, min(1, scores.shape[1] - 1)]
    rows = np.arange(len(scores))
    return best, second, (scores[rows, best] - scores[rows, second]).astype(np.float64)


def _sureness(
    margin: Floats, right: NDArray[np.bool_], fold: Ints, recipe: Recipe, weight: Floats
) -> Sureness:
    """Confidence rises with the margin; the bar to "sure" is set by lessons that were held back.

    One mistake more is thought to stand at the top: nobody is right every time.
    """
    order = np.argsort(margin, kind="stable")
    known = np.append(margin[order], margin.max())
    counts = np.append(weight[order], 1.0)
    rising = optimize.isotonic_regression(np.append(right[order], False).astype(float), weights=counts).x
    edge = np.flatnonzero(np.diff(rising, prepend=-1, append=2))  # where a step begins or the last one ends
    corners = np.unique(np.concatenate([edge[:-1], edge[1:] - 1]))
    knots = tuple(zip(known[corners].tolist(), rising[corners].tolist(), strict=True))
    return Sureness(knots, bar(margin, right, fold, recipe.promise, weight), recipe.promise)
