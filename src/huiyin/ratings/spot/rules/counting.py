"""How many rated how: sums of ratings, and nothing about any one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from huiyin.ratings.rules.levels import BAD, LEVELS


@dataclass(frozen=True)
class Counted:
    """How many on each level, and how often each fault was named."""

    levels: Mapping[int, int] = field(default_factory=dict)
    faults: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.levels.values())

    @property
    def bad(self) -> int:
        return sum(n for level, n in self.levels.items() if level in BAD)

    def __add__(self, other: Counted) -> Counted:
        return Counted(
            {level: self.levels.get(level, 0) + other.levels.get(level, 0) for level in LEVELS},
            dict(Counter(self.faults) + Counter(other.faults)),
        )


@dataclass(frozen=True)
class Line:
    """So many ratings of one place in one hour that say the same."""

    level: int
    faults: tuple[str, ...]
    count: int


def counted(lines: Iterable[Line]) -> Counted:
    """The sum of some lines."""
    levels, faults = dict.fromkeys(LEVELS, 0), Counter[str]()
    for line in lines:
        levels[line.level] += line.count
        faults.update(dict.fromkeys(line.faults, line.count))
    return Counted(levels, dict(faults))


@dataclass(frozen=True)
class Group:
    """A line with the place and the hour of which it speaks."""

    place: int
    hour: int
    line: Line

    @classmethod
    def of(cls, _day: object, place: int, hour: int, level: int, faults: str, count: int) -> Group:
        """From a row of ratings that were taken out together."""
        return cls(place, hour, Line(level, tuple(filter(None, faults.split(","))), count))
