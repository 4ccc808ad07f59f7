"""The table of a circular: which units, how many late matters, what that costs them. Never which matters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Named:
    """A climb of a unit's case."""

    unit: int
    case: int
    points: float


def table(climbs: Iterable[Named]) -> list[dict[str, Any]]:
    """A row for each unit, the worst first; of two that are alike the one that is older in the register."""
    cases: dict[int, set[int]] = {}
    points: dict[int, float] = {}
    for one in climbs:
        cases.setdefault(one.unit, set()).add(one.case)
        points[one.unit] = points.get(one.unit, 0.0) + one.points
    order = sorted(cases, key=lambda unit: (-len(cases[unit]), -points[unit], unit))
    return [{"unit": unit, "cases": len(cases[unit]), "points": round(points[unit], 2)} for unit in order]
