"""What a city gets before it has taught much: from names alone, then from a few hundred lessons."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from huiyin.site.benches.figures import Figure
from huiyin.site.benches.triage.messages import FILE, labelled, regions
from huiyin.triage.learning import training
from huiyin.triage.learning.rules.figures import macro_f1
from huiyin.triage.learning.rules.names import from_names

TREE = "category_tree.csv"
FILES = (FILE, TREE)
REFERENCE = {350: 0.69, 700: 0.80, 1400: 0.86, 2800: 0.89}
"""What a plain character model reached with so many labelled messages (the data's own notes)."""
OF_NAMES = 0.70
DRAWS = 3


def measure(folder: Path) -> list[Figure]:
    """Lessons are drawn at random, all other messages judged; the mean of a few draws."""
    texts, truth, labels = labelled(folder)
    counted = training.count(texts, regions(texts))
    figures = [_from_names(folder, counted, truth, labels)]
    for lessons, reference in REFERENCE.items():
        reached = float(np.mean(list(_draws(counted, truth, labels, lessons))))
        how = f"mean of {DRAWS} draws; all other messages judged; beside it the data's own notes"
        figures.append(_figure(f"{lessons} lessons", reached, reference, how))
    return figures


def _draws(
    counted: training.Counted, truth: training.Ints, labels: tuple[str, ...], lessons: int
) -> Iterator[float]:
    for seed in range(DRAWS):
        chosen = np.zeros(len(truth), dtype=bool)
        chosen[np.random.default_rng(seed).permutation(len(truth))[:lessons]] = True
        fitted = training.fit(counted.rows(chosen), truth[chosen], labels)
        said = training.judge(fitted, counted.rows(~chosen)).argmax(axis=1)
        yield macro_f1(truth[~chosen], said)


def _from_names(
    folder: Path, counted: training.Counted, truth: training.Ints, labels: tuple[str, ...]
) -> Figure:
    with (folder / TREE).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    names = {
        label: [label, *sorted({name for row in rows if row[0] == label for name in row[1:]})]
        for label in labels
    }
    classifier = from_names(names)
    said = training.judge(classifier, counted).argmax(axis=1) if classifier else truth * 0
    return _figure(
        "no lesson, names alone", macro_f1(truth, said), OF_NAMES, "names of the tree's three levels"
    )


def _figure(what: str, ours: float, reference: float, how: str) -> Figure:
    return Figure(
        f"category, {what}", "macro-F1", round(ours, 4), reference, round(ours / reference, 3),
        f"at least {reference}", ours >= reference, how,
    )  # fmt: skip
