"""Which unit does a free text name? Sure or nothing: a matter under a wrong name is worse than one that waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.kernel.text import fold

SHORTEST = 3
"""Letters of a name: 政治部 counts, 一科 doesn't."""


@dataclass(frozen=True)
class Named:
    """A unit with what it is called; `house` is the id of the organ that it is or belongs to."""

    unit: int
    house: int
    names: tuple[str, ...]


def named_unit(text: str, units: Iterable[Named]) -> int | None:
    """The one unit that `text` names: a section where its house is clear, else a house; None where it isn't sure.

    A longer name takes the shorter ones inside it: 襄都区某局 is not 某局.
    """
    known = list(units)
    found = _mentioned(fold(text), {fold(name) for unit in known for name in unit.names})
    hit = [unit for unit in known if any(fold(name) in found for name in unit.names)]
    houses = {unit.house for unit in hit if unit.unit == unit.house}
    sections = [unit for unit in hit if unit.unit != unit.house]
    if not houses:
        return sections[0].unit if len(sections) == 1 else None
    if len(houses) > 1:
        return None
    (house,) = houses
    inside = [unit.unit for unit in sections if unit.house == house]
    return inside[0] if len(inside) == 1 else house


def _mentioned(text: str, names: set[str]) -> Counter[str]:
    """The names that stand in `text`, the longest first; each place in the text is one name's only."""
    found: Counter[str] = Counter()
    for name in sorted((n for n in names if len(n) >= SHORTEST), key=lambda n: (-len(n), n)):
        if count := text.count(name):
            found[name] = count
            text = text.replace(name, "\n")
    return found
