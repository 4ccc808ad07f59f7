"""Many texts as one table of counts, and as values to learn from. Knows no Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from huiyin.triage.learning.rules.grams import IN_OPENING, OPENING_WEIGHT, Keys, any_of, grams, readable

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Counted:
    """Texts as counts of grams: a row a text, a column a gram of `keys`. `unsaid`: names that were left out."""

    matrix: sparse.csr_matrix
    keys: Keys
    unsaid: tuple[str, ...] = ()

    def rows(self, chosen: NDArray[Any]) -> Counted:
        return Counted(self.matrix[chosen], self.keys, self.unsaid)


def count(texts: Sequence[str], unsaid: tuple[str, ...] = ()) -> Counted:
    """Reads each text once, however often is learnt from it."""
    names = any_of(unsaid)
    read = [grams(readable(text, names)) for text in texts]
    keys, columns = np.unique(np.concatenate([found for found, _ in read]), return_inverse=True)
    starts = np.concatenate([[0], np.cumsum([len(found) for found, _ in read])])
    values = np.concatenate([many for _, many in read])
    shape = (len(texts), len(keys))
    return Counted(sparse.csr_matrix((values, columns.astype(np.int32), starts), shape=shape), keys, unsaid)


def weighed(matrix: sparse.csr_matrix, keys: Keys, worth: Floats) -> sparse.csr_matrix:
    """Sublinear counts times worth: the whole text of length one, beside it its beginning."""
    values = matrix.astype(np.float32).tocsr()
    values.data = ((1 + np.log(values.data)) * worth[values.indices]).astype(np.float32)
    whole = int(np.searchsorted(keys, IN_OPENING))
    opening = _of_length(values[:, whole:], np.sqrt(OPENING_WEIGHT))
    return sparse.hstack([_of_length(values[:, :whole], 1.0), opening], format="csr", dtype=np.float32)


def _of_length(values: sparse.csr_matrix, length: float) -> sparse.csr_matrix:
    norms = np.sqrt(np.asarray(values.multiply(values).sum(axis=1)).ravel())
    norms[norms == 0] = 1
    return sparse.diags((length / norms).astype(np.float32)) @ values
