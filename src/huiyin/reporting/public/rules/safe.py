"""Which figures everybody may read: small ones are told together with others, until nobody can be told apart by sums.

A table counts the same reports by one feature. A row of fewer than `LEAST` goes into "other" (primary suppression); if
that is small itself, the smallest row left joins it (complementary). And since figures can be added and subtracted
across tables, a table is shown only if no sum or difference of all figures shown counts a group smaller than `LEAST`:
all of them are tried.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

LEAST = 10
"""Reports that a figure counts at least."""

ROWS = 4
"""Rows of a table, "other" among them: so many that all sums and differences of three tables can be tried."""

OTHER = "other"

Report = tuple[str, ...]
"""One report's value in each feature."""

_BATCH = 65_536


def merged(values: Iterable[str]) -> dict[str, str]:
    """In which row each value is told; all in `OTHER` where there is nothing to tell apart."""
    left = Counter(values)
    ranked = sorted(left, key=lambda value: (-left[value], value))
    shown = [value for value in ranked if left[value] >= LEAST][: ROWS if len(ranked) <= ROWS else ROWS - 1]
    while shown and 0 < sum(left[value] for value in ranked if value not in shown) < LEAST:
        shown.pop()
    return {value: value if value in shown else OTHER for value in ranked}


def tables(reports: Sequence[Report], features: Sequence[str]) -> dict[str, dict[str, int]]:
    """The tables that everybody may read, by feature and row; those that would single somebody out are left out.

    {} where there are fewer than `LEAST` reports: not even their number is told.
    """
    if len(reports) < LEAST:
        return {}
    kept: dict[str, int] = {}
    rows: list[Mapping[str, str]] = [merged(report[i] for report in reports) for i in range(len(features))]
    for i, feature in enumerate(features):
        tried = [*kept.values(), i]
        if len(set(rows[i].values())) > 1 and not singles_out(
            [tuple(rows[j][one[j]] for j in tried) for one in reports]
        ):
            kept[feature] = i
    return {
        feature: dict(sorted(Counter(rows[i][one[i]] for one in reports).items()))
        for feature, i in kept.items()
    }


def singles_out(told: Sequence[Report]) -> bool:
    """Whether some sum or difference of the figures of these tables counts a group of 1 to `LEAST` - 1 reports.

    `told` is each report as its rows; the figures are how many are in each row of each table, and how many there are.
    """
    cells = Counter(told)
    kinds, sizes = list(cells), np.array(list(cells.values()))
    figures = [np.ones(len(kinds), dtype=np.float32)]
    for i in range(len(kinds[0])):
        names = sorted({kind[i] for kind in kinds})
        figures += [np.array([kind[i] == name for kind in kinds], dtype=np.float32) for name in names]
    columns = np.stack(figures)
    signs = itertools.product((-1, 0, 1), repeat=len(figures))
    while batch := list(itertools.islice(signs, _BATCH)):
        sums = np.array(batch, dtype=np.float32) @ columns
        groups = sums[((sums == 0) | (sums == 1)).all(axis=1)]
        if (((counted := groups @ sizes) > 0) & (counted < LEAST)).any():
            return True
    return False
