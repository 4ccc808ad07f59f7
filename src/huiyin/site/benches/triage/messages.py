"""The messages with their labels, in the order of the file."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = "messages.csv.gz"
_REGION = re.compile("[A-Z]\\d{0,2}[市区县]")
"""A city, district or county, as those who published the messages renamed them: A市, A7县."""


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


def regions(texts: Iterable[str]) -> tuple[str, ...]:
    """The cities, districts and counties that the messages name, as a city knows its own from its blueprint."""
    return tuple(sorted({name for text in texts for name in _REGION.findall(text)}))
