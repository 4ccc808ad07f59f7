"""Which hours look like a campaign rather than like visitors. What is set apart stays counted, and is shown."""

from __future__ import annotations

from collections.abc import Sequence

from huiyin.ratings.rules.levels import BAD
from huiyin.ratings.spot.rules.counting import Line

BUSIEST = 0.25
"""The share of a day's ratings that an honest place gets in its busiest hour."""

TIMES = 5
"""How many times the usual busiest hour is too many."""

FEWEST = 30
"""Fewer in an hour are no flood, however quiet the place is: a bus may have arrived."""

UNKNOWN = 120
"""A new place may get so many: one every half minute is what a window can serve."""

ALIKE = 12
SAME = 0.9
"""From so many on, nine of ten bad ratings that name the very same faults were not written by strangers."""


def flooded(lines: Sequence[Line], usual: float | None) -> str:
    """`many`, `alike`, or "" for an hour like others. `usual`: ratings a day at that place; None while unknown."""
    total = sum(line.count for line in lines)
    busiest = UNKNOWN / TIMES if usual is None else usual * BUSIEST
    if total >= FEWEST and total > TIMES * busiest:
        return "many"
    bad = [line.count for line in lines if line.level in BAD and line.faults]
    if total >= ALIKE and max(bad, default=0) >= SAME * total and total > busiest:
        return "alike"
    return ""
