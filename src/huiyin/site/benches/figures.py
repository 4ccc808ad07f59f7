"""One measured figure, and how it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`ours` beside `reference` in `unit`; `ratio` is what the `goal` (in words) speaks of where there is one."""

    figure: str
    unit: str
    ours: float
    reference: float | None
    ratio: float | None
    goal: str
    ok: bool
    how: str


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of `values` lie."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]


def table(figures: Sequence[Figure]) -> str:
    """The figures as lines for a terminal."""
    lines = []
    for f in figures:
        beside = "" if f.reference is None else f" beside {f.reference:g}"
        ratio = "" if f.ratio is None else f", ratio {f.ratio:.2f}"
        mark = "ok" if f.ok else "NOT MET"
        lines += [f"{f.figure}: {f.ours:g}{beside} {f.unit}{ratio}; goal {f.goal}: {mark}", f"    {f.how}"]
    return "\n".join(lines)
