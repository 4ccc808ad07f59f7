"""A linear classifier as arrays: what it says of a text, how sure it is, and which words spoke for it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huiyin.triage.learning.rules.grams import (
    IN_OPENING,
    OPENING_WEIGHT,
    Keys,
    any_of,
    grams,
    readable,
    spelt,
)
from huiyin.triage.learning.rules.proposals import Proposal
from huiyin.triage.learning.rules.sureness import Sureness

Floats = NDArray[np.floating[Any]]

MOST_REASONS = 4


@dataclass(frozen=True, eq=False)
class Classifier:
    """One row of `weights` a gram of `keys` (which rise), one column a label; `worth` says what each gram weighs.

    `unsaid` are names that it doesn't read: where something is doesn't tell what it is.
    """

    labels: tuple[str, ...]
    keys: Keys
    worth: Floats
    weights: Floats
    bias: Floats
    sureness: Sureness
    version: str = ""
    unsaid: tuple[str, ...] = ()

    @cached_property
    def _unsaid(self) -> re.Pattern[str] | None:
        return any_of(self.unsaid)

    def named(self, version: str) -> Classifier:
        """The same under the name of the version it is kept as."""
        return replace(self, version=version)

    def propose(self, text: str, among: Collection[str] | None = None) -> Proposal | None:
        """The best label, of those in `among` where it is given; None where none of these is known.

        A text without any known gram, an empty one too, gets what the bias says, and is never sure.
        """
        allowed = [i for i, label in enumerate(self.labels) if among is None or label in among]
        if not allowed:
            return None
        rows, values, found = self._read(text)
        scores = self._scores(rows, values)[allowed]
        order = np.argsort(-scores, kind="stable")
        best = allowed[order[0]]
        second = allowed[order[1]] if len(order) > 1 else None
        margin = float(scores[order[0]] - scores[order[1]]) if second is not None else 0.0
        confidence = float(self.sureness.confidences(np.array([margin]))[0]) if len(rows) else 0.0
        return Proposal(
            label=self.labels[best],
            confidence=round(confidence, 4),
            sure=bool(len(rows)) and margin >= self.sureness.bar,
            reasons=self._reasons(found, rows, values, best, second),
            runner_up="" if second is None else self.labels[second],
            version=self.version,
        )

    def scores(self, text: str) -> Floats:
        """How strongly the text speaks for each label."""
        rows, values, _ = self._read(text)
        return self._scores(rows, values)

    def _read(self, text: str) -> tuple[NDArray[np.intp], Floats, str]:
        """The rows of the known grams of the text, their values, and the text as it was read."""
        plain = readable(text, self._unsaid)
        keys, counts = grams(plain)
        places = np.searchsorted(self.keys, keys)
        places[places == len(self.keys)] = 0
        known = self.keys[places] == keys if len(self.keys) else np.zeros(len(keys), dtype=bool)
        rows = places[known]
        return rows, weighed(keys[known], counts[known], self.worth[rows]), plain

    def _scores(self, rows: NDArray[np.intp], values: Floats) -> Floats:
        scores: Floats = values @ self.weights[rows].astype(np.float64) + self.bias
        return scores

    def _reasons(
        self, text: str, rows: NDArray[np.intp], values: Floats, best: int, second: int | None
    ) -> tuple[str, ...]:
        """The words that spoke most for `best` and against `second`, as they stand in the text."""
        against = self.weights[rows, second] if second is not None else 0.0
        spoke = values * (self.weights[rows, best].astype(np.float64) - against)
        strong = [(float(spoke[i]), spelt(int(self.keys[rows[i]]))) for i in np.argsort(-spoke)[:40]]
        return words_of(text, [(gram, weight) for weight, gram in strong if weight > 0])


def weighed(keys: Keys, counts: Floats, worth: Floats) -> Floats:
    """Sublinear counts times worth: the whole text of length one, beside it its beginning."""
    values: Floats = (1 + np.log(counts)) * worth.astype(np.float64)
    whole = int(np.searchsorted(keys, IN_OPENING))
    for part, length in ((values[:whole], 1.0), (values[whole:], np.sqrt(OPENING_WEIGHT))):
        if norm := np.sqrt(np.square(part).sum()):
            part *= length / norm
    return values


def words_of(text: str, strong: list[tuple[str, float]]) -> tuple[str, ...]:
    """Grams joined to words where they overlap in the text, strongest first; single characters say nothing."""
    weight = np.zeros(len(text))
    for gram, strength in strong:
        place = text.find(gram) if len(gram) > 1 and gram.isalnum() else -1
        if place >= 0:
            weight[place : place + len(gram)] += strength / len(gram)
    found: dict[str, float] = {}
    start = 0
    for end in [*np.flatnonzero(weight == 0).tolist(), len(text)]:
        if end - start > 1:
            found[text[start:end]] = float(weight[start:end].sum())
        start = end + 1
    return tuple(sorted(found, key=lambda word: -found[word])[:MOST_REASONS])
