"""Learning from lessons with scikit-learn. Knows no Django; imported only where something is trained or measured.

What comes out is `rules.classifier.Classifier`, which needs scikit-learn no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from huiyin.triage.learning.rules import figures
from huiyin.triage.learning.rules.classifier import Classifier
from huiyin.triage.learning.rules.folds import blocks
from huiyin.triage.learning.rules.grams import Keys, grams, readable
from huiyin.triage.learning.rules.sureness import Sureness
from huiyin.triage.learning.rules.thresholds import bar

Ints = NDArray[np.int64]
Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Recipe:
    """How is learnt. `least`: texts in which a gram stands at least; `cost`: of a mistake, beside simple weights."""

    least: int = 2
    cost: float = 1.0
    folds: int = 5
    promise: float = 0.95
    seed: int = 1


RECIPE = Recipe()


@dataclass(frozen=True, eq=False)
class Counted:
    """Texts as counts of grams: a row a text, a column a gram of `keys`."""

    matrix: sparse.csr_matrix
    keys: Keys

    def rows(self, chosen: NDArray[Any]) -> Counted:
        return Counted(self.matrix[chosen], self.keys)


def count(texts: Sequence[str]) -> Counted:
    """Reads each text once, however often is learnt from it."""
    read = [grams(readable(text)) for text in texts]
    keys, columns = np.unique(np.concatenate([found for found, _ in read]), return_inverse=True)
    starts = np.concatenate([[0], np.cumsum([len(found) for found, _ in read])])
    values = np.concatenate([many for _, many in read])
    shape = (len(texts), len(keys))
    return Counted(sparse.csr_matrix((values, columns.astype(np.int32), starts), shape=shape), keys)


def learn(counted: Counted, truth: Ints, labels: tuple[str, ...], recipe: Recipe = RECIPE) -> Learnt:
    """A classifier from lessons in the order of time, and what is known of it from blocks held back."""
    scores = held_back(counted, truth, len(labels), recipe)
    best, second, margin = _ranked(scores)
    sureness = _sureness(margin, best == truth, recipe)
    confidence = sureness.confidences(margin)
    trial = figures.Trial(labels, truth, best, second, confidence, margin >= sureness.bar)
    keys, rarity, weights, bias = _fit(counted, truth, len(labels), recipe)
    return Learnt(Classifier(labels, keys, rarity, weights, bias, sureness), trial, scores)


@dataclass(frozen=True, eq=False)
class Learnt:
    """`trial` and `scores` come from classifiers that had not seen the lessons they judged."""

    classifier: Classifier
    trial: figures.Trial
    scores: Floats


def held_back(counted: Counted, truth: Ints, labels: int, recipe: Recipe = RECIPE) -> Floats:
    """The scores of each lesson by a classifier that learnt from the other blocks."""
    fold = blocks(truth, recipe.folds)
    scores: Floats = np.zeros((len(truth), labels))
    for held in np.unique(fold):
        inside = fold != held
        if inside.any():
            scores[~inside] = judge(
                _fit(counted.rows(inside), truth[inside], labels, recipe), counted.rows(~inside)
            )
    return scores


def nested(
    counted: Counted, truth: Ints, labels: tuple[str, ...], fold: Ints, recipe: Recipe = RECIPE
) -> figures.Trial:
    """What a classifier with its own threshold says of folds that neither it nor the threshold has seen."""
    said, second = np.zeros(len(truth), dtype=np.int64), np.zeros(len(truth), dtype=np.int64)
    confidence = np.zeros(len(truth))
    sure = np.zeros(len(truth), dtype=bool)
    for held in np.unique(fold):
        inside = fold != held
        learnt = learn(counted.rows(inside), truth[inside], labels, recipe)
        own = learnt.classifier
        scores = judge((own.keys, own.rarity, own.weights, own.bias), counted.rows(~inside))
        said[~inside], second[~inside], margin = _ranked(scores)
        confidence[~inside] = own.sureness.confidences(margin)
        sure[~inside] = margin >= own.sureness.bar
    return figures.Trial(labels, truth, said, second, confidence, sure)


Fitted = tuple[Keys, Floats, Floats, Floats]


def judge(fitted: Fitted, counted: Counted) -> Floats:
    """The scores of many counted texts at once: the same as `Classifier.scores` of each."""
    keys, rarity, weights, bias = fitted
    places = np.searchsorted(counted.keys, keys)
    places[places == len(counted.keys)] = 0
    there = counted.keys[places] == keys
    values = _weighed(counted.matrix[:, places[there]], rarity[there])
    scores: Floats = np.asarray(values @ weights[there]) + bias
    return scores


def _fit(counted: Counted, truth: Ints, labels: int, recipe: Recipe) -> Fitted:
    from sklearn.svm import LinearSVC

    spread = np.bincount(counted.matrix.indices, minlength=len(counted.keys))
    kept = np.flatnonzero(spread >= recipe.least)
    rarity = np.log((1 + len(truth)) / (1 + spread[kept])) + 1
    values = _weighed(counted.matrix[:, kept], rarity)
    weights = np.zeros((len(kept), labels))
    bias = np.full(labels, -2.0)  # a label without a lesson here is never the best
    there = np.unique(truth)
    if len(there) < 2:
        bias[there] = 1.0
        return counted.keys[kept], rarity, weights, bias
    model = LinearSVC(C=recipe.cost, random_state=recipe.seed).fit(values, truth)
    coefficients, own = model.coef_, model.intercept_
    if len(there) == 2:  # one row of weights stands for both labels
        coefficients, own = np.vstack([-coefficients, coefficients]), np.concatenate([-own, own])
    weights[:, there], bias[there] = coefficients.T, own
    return counted.keys[kept], rarity, weights, bias


def _weighed(matrix: sparse.csr_matrix, rarity: Floats) -> sparse.csr_matrix:
    """Sublinear counts times rarity, each text of length one."""
    values = matrix.astype(np.float64).tocsr()
    values.data = (1 + np.log(values.data)) * rarity[values.indices]
    norms = np.sqrt(np.asarray(values.multiply(values).sum(axis=1)).ravel())
    norms[norms == 0] = 1
    return sparse.diags(1 / norms) @ values


def _ranked(scores: Floats) -> tuple[Ints, Ints, Floats]:
    """The best label, the second, and the margin between them, text by text."""
    order = np.argsort(-scores, axis=1, kind="stable")
    best, second = order[:, 0], order[:, min(1, scores.shape[1] - 1)]
    rows = np.arange(len(scores))
    return best, second, scores[rows, best] - scores[rows, second]


def _sureness(margin: Floats, right: NDArray[np.bool_], recipe: Recipe) -> Sureness:
    """Confidence rises with the margin; the bar to "sure" is set by lessons that were held back."""
    from sklearn.isotonic import IsotonicRegression

    rising = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(margin, right)
    knots = tuple(zip(rising.X_thresholds_.tolist(), rising.y_thresholds_.tolist(), strict=True))
    return Sureness(knots, bar(margin, right, recipe.promise), recipe.promise)
