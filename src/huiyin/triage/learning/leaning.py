"""Which labels a classifier says too readily: learnt from lessons that it hadn't seen, and set right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from huiyin.triage.learning.rules.classifier import Classifier

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]

USUAL: Final = 4.0
"""What a score of one is worth in logarithms of odds, before anything is known."""
CALM: Final = 10.0
"""How many lessons' worth of contradiction it takes to believe otherwise."""


@dataclass(frozen=True, eq=False)
class Leaning:
    """`turn` mixes the labels' scores, `shift` is added: what comes out are logarithms of odds."""

    turn: Floats
    shift: Floats

    @classmethod
    def none(cls, scores: Floats) -> Leaning:
        """What is thought before anything is known."""
        labels = scores.shape[1]
        return cls(USUAL * np.eye(labels), np.zeros(labels))

    def of(self, scores: Floats) -> Floats:
        found: Floats = scores @ self.turn + self.shift
        return found

    def applied(self, classifier: Classifier) -> Classifier:
        """The classifier that gives such scores by itself."""
        weights = classifier.weights @ self.turn
        return replace(classifier, weights=weights, bias=self.of(classifier.bias))


def lean(scores: Floats, truth: Ints) -> Leaning:
    """Multinomial logistic regression of the truth on the scores, drawn towards the usual."""
    usual = Leaning.none(scores)
    labels = scores.shape[1]
    true = truth[:, None] == np.arange(labels)

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        turn, shift = values[:-labels].reshape(labels, labels), values[-labels:]
        odds = usual.of(scores) + scores @ turn + shift
        odds -= odds.max(axis=1, keepdims=True)
        total = np.exp(odds).sum(axis=1, keepdims=True)
        surprise = float(np.log(total).sum() - odds[true].sum()) + CALM / 2 * float(values @ values)
        gap = np.exp(odds) / total - true
        return surprise, np.concatenate([(scores.T @ gap).ravel(), gap.sum(axis=0)]) + CALM * values

    start = np.zeros(labels * labels + labels)
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return Leaning(usual.turn + found[:-labels].reshape(labels, labels), usual.shift + found[-labels:])
