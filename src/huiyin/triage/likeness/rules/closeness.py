"""How close many texts are to each other: what one says at its beginning, and how much of that the other says anywhere.

A text names its place and its matter at the beginning. Weighed by rarity among the texts compared, a name that few
others hold weighs much and a phrase that everybody writes hardly anything; what nobody else wrote weighs most, and
keeps texts apart. Two that name places at their beginning, and none that could be one, aren't close at all: almost
the same words are written about many places.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from huiyin.triage.index.rules.words import normal
from huiyin.triage.likeness.rules.places import conflict, places

HEAD = 40
"""Characters at the beginning of a text that say what it is about."""
READ = 2_000
GRAMS = (2, 3)
FLOOR = 0.1
"""Less than this is nothing: it would be common phrases alone."""
_SPACE = re.compile("\\s+")


@dataclass(frozen=True)
class Text:
    """One matter: what it says, and the divisions of the land (counties, districts) that it names."""

    id: int
    says: str
    lands: frozenset[str] = frozenset()


def closeness(texts: Sequence[Text]) -> csr_matrix:
    """A symmetric matrix of closenesses from `FLOOR` to 1; what is less isn't stored, nor what each is to itself."""
    plain = [_SPACE.sub("", normal(one.says[:READ])) for one in texts]
    whole = [grams(one) for one in plain]
    heads = [grams(one[:HEAD]) for one in plain]
    weights = rarity(whole)
    place = {gram: i for i, gram in enumerate(weights)}
    weighed = _matrix(heads, place) @ diags(np.fromiter(weights.values(), np.float32, len(weights)))
    alone = [sum(gram not in weights for gram in one) for one in heads]
    total = np.asarray(weighed.sum(axis=1)).ravel() + np.log(max(len(texts), 2)) * np.array(alone)
    share = diags(1 / np.where(total > 0, total, 1).astype(np.float32)) @ weighed @ _matrix(whole, place).T
    share.data[share.data < FLOOR**2] = 0
    share.eliminate_zeros()
    both = share.multiply(share.T).sqrt().tocoo()
    near = (both.data >= FLOOR) & (both.row != both.col)
    named = [places(one[:HEAD]) for one in plain]
    return _kept(both.row[near], both.col[near], both.data[near], [one.lands for one in texts], named)


def grams(text: str) -> frozenset[str]:
    """The runs of two and three characters of a text."""
    return frozenset(text[i : i + n] for n in GRAMS for i in range(len(text) - n + 1))


def rarity(texts: Sequence[frozenset[str]]) -> dict[str, float]:
    """The weight of each run that stands in two texts at least: the logarithm of how rare it is."""
    counted = Counter(gram for one in texts for gram in one)
    known = sorted(gram for gram, count in counted.items() if count > 1)
    return {gram: float(np.log(len(texts) / counted[gram])) for gram in known}


def _matrix(texts: Iterable[frozenset[str]], place: dict[str, int]) -> csr_matrix:
    found = [[place[gram] for gram in one if gram in place] for one in texts]
    starts = np.cumsum([0, *map(len, found)])
    columns = np.fromiter((i for one in found for i in one), np.int32, int(starts[-1]))
    shape = (len(found), len(place))
    return csr_matrix((np.ones(len(columns), np.float32), columns, starts), shape=shape)


def _kept(
    rows: NDArray[np.int32],
    columns: NDArray[np.int32],
    close: NDArray[np.float32],
    lands: Sequence[frozenset[str]],
    named: Sequence[frozenset[str]],
) -> csr_matrix:
    """Without the pairs that name different places."""
    apart = [
        disjoint(lands[i], lands[j]) or conflict(named[i], named[j])
        for i, j in zip(rows.tolist(), columns.tolist(), strict=True)
    ]
    still = ~np.array(apart, dtype=bool)
    return csr_matrix((close[still], (rows[still], columns[still])), shape=(len(lands), len(lands)))


def disjoint(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both name something, and nothing in common."""
    return bool(one and other) and one.isdisjoint(other)
