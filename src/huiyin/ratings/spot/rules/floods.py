"""Which hours look like a campaign rather than like visitors. What is set apart stays counted, and is shown."""

from __future__ import annotations

from collections.abc import Sequence

from huiyin.policy.rules.asking import Floods
from huiyin.ratings.rules.levels import BAD
from huiyin.ratings.spot.rules.counting import Line


def flooded(lines: Sequence[Line], usual: float | None, rule: Floods) -> str:
    """`many`, `alike`, or "" for an hour like others. `usual`: ratings a day at that place; None while unknown.

    `rule` says what the city takes for too many.
    """
    total = sum(line.count for line in lines)
    busiest = rule.unknown / rule.times if usual is None else usual * rule.busiest
    if total >= rule.fewest and total > rule.times * busiest:
        return "many"
    bad = [line.count for line in lines if line.level in BAD and line.faults]
    if total >= rule.alike and max(bad, default=0) >= rule.same * total and total > busiest:
        return "alike"
    return ""
