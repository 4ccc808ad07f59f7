"""The messages with their labels, in the order of the file."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = "messages.csv.gz"


def labelled(folder: Path) -> tuple[list[str], NDArray[np.int64], tuple[str, ...]]:
    """Texts, the place of each one's label, and the labels. The file's words are joined to a text again."""
    with gzip.open(folder / FILE, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    labels = tuple(sorted({row["label"] for row in rows}))
    place = {label: i for i, label in enumerate(labels)}
    return (
        ["".join(row["tokens"].split()) for row in rows],
        np.array([place[r["label"]] for r in rows]),
        labels,
    )
