"""Before the first lesson: a classifier from what the labels are called. A beginning, and never sure of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from huiyin.triage.learning.rules.classifier import Classifier, weighed
from huiyin.triage.learning.rules.grams import grams, readable
from huiyin.triage.learning.rules.sureness import Sureness

VERSION = "names"
KNOTS = ((0.0, 0.05), (0.1, 0.2), (0.4, 0.5))
"""Even a name that stands in the text word for word is right about every second time."""


def from_names(names: Mapping[str, Sequence[str]]) -> Classifier | None:
    """Each label weighs the grams of its names by how few other labels share them; None without labels."""
    labels = tuple(names)
    read = [grams(readable(" ".join(words))) for words in names.values()]
    if not any(len(keys) for keys, _ in read):
        return None
    keys, spread = np.unique(np.concatenate([keys for keys, _ in read]), return_counts=True)
    worth = np.log((1 + len(labels)) / spread)
    weights = np.zeros((len(keys), len(labels)))
    for column, (own, counts) in enumerate(read):
        rows = np.searchsorted(keys, own)
        weights[rows, column] = weighed(own, counts, worth[rows])
    return Classifier(labels, keys, worth, weights, np.zeros(len(labels)), Sureness(KNOTS), VERSION)
