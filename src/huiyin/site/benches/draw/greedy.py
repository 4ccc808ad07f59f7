"""The usual way to draw with quotas, as a reference: most urgent value first, anybody who has it, again when stuck."""

from __future__ import annotations

import sys
from collections import Counter
from fractions import Fraction
from time import perf_counter
from typing import Any

import numpy as np

from huiyin.panels.rules import verify_draw
from huiyin.site.benches.figures import Figure

PANELS = 300
PATIENCE = 120.0
"""Seconds for all of them."""


def smallest(record: dict[str, Any]) -> Figure:
    """The probability of whoever is least likely drawn, here and by the usual way."""
    announced = record["announcement"]
    sizes = Counter(type_ for _, type_ in announced["roster"])
    sold = verify_draw.seats_sold(announced)
    ours = float(min(Fraction(sold[t], announced["tickets"] * n) for t, n in sizes.items()))
    print("the usual way …", file=sys.stderr)
    drawn, panels = _drawn(announced)
    theirs = min(drawn[type_] / sizes[type_] for type_ in sizes) / max(1, panels)
    how = f"500 people, four features; the usual way estimated from {panels} panels, averaged within types"
    return Figure(
        "smallest probability", "probability", ours, theirs, None, "above the usual way", ours > theirs, how
    )


def _drawn(announced: dict[str, Any]) -> tuple[Counter[int], int]:
    rows, quotas = verify_draw.rows_of(announced)
    people = np.array([rows[type_] for _, type_ in announced["roster"]])
    types = [type_ for _, type_ in announced["roster"]]
    least, most = (np.array([quota[i] for quota in quotas]) for i in (1, 2))
    dice, until = np.random.default_rng(1), perf_counter() + PATIENCE
    drawn: Counter[int] = Counter()
    panels = 0
    while panels < PANELS and perf_counter() < until:
        panel = _panel(people, least, most, announced["seats"], dice)
        panels += bool(panel)
        drawn.update(types[i] for i in panel)
    return drawn, panels


def _panel(people: Any, least: Any, most: Any, seats: int, dice: np.random.Generator) -> list[int]:
    """One try; empty where it got stuck."""
    panel: list[int] = []
    counts, free = np.zeros(len(least)), np.ones(len(people), dtype=bool)
    while len(panel) < seats:
        there = np.bincount(people[free].ravel(), minlength=len(least))
        needed = least - counts
        if (needed > there).any() or not free.any():
            return []
        urgent = np.where(there > 0, needed / np.maximum(there, 1), -np.inf)
        row = int(urgent.argmax()) if urgent.max() > 0 else -1
        able = free & (people == row).any(axis=1) if row >= 0 else free
        chosen = int(dice.choice(np.flatnonzero(able)))
        panel.append(chosen)
        free[chosen] = False
        counts[people[chosen]] += 1
        free &= ~(counts >= most)[people].any(axis=1)
    return panel if (counts >= least).all() else []
