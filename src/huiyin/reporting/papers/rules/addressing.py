"""To whom a paper for units goes: houses, and those of their sections that work and sign for themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A house, or a section of one that signs for itself. `read`: somebody there may read the paper."""

    unit: int
    house: int
    read: bool

    @property
    def is_house(self) -> bool:
        return self.unit == self.house


def addressed(places: Iterable[Place], named: Collection[int]) -> list[int]:
    """The units that get it, in their order.

    Each house that somebody reads for, and of its sections those that the figures name; where nobody reads for the
    house, all of its sections.
    """
    known = [place for place in places if place.read]
    houses = {place.house for place in known if place.is_house}
    return [
        place.unit for place in known if place.is_house or place.house not in houses or place.unit in named
    ]
