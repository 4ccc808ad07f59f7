"""Which committee a report goes to (S0-16): that of the level and region of the unit that it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huiyin.kernel.identifiers import is_inside
from huiyin.kernel.lifecycle import Refused

HOUSES = frozenset({"organ", "committee"})
"""Kinds of units that stand by themselves; sections, teams and groups belong to one of them."""

_REVIEWED_AT = {
    "province": "province",
    "city": "city",
    "county": "county",
    "township": "county",
    "village": "county",
}
_ABOVE = {"city": "province", "county": "city"}


@dataclass(frozen=True)
class Standing:
    """What the rule knows of a unit; codes throughout. `parent` is "" for none."""

    code: str
    kind: str
    level: str
    region: str
    parent: str = ""


def house_of(code: str, units: Mapping[str, Standing]) -> Standing:
    """The organ or committee that a unit is or belongs to; the topmost unit where it belongs to neither."""
    unit = units[code]
    while unit.kind not in HOUSES and unit.parent:
        unit = units[unit.parent]
    return unit


def committee_for(code: str, units: Mapping[str, Standing]) -> str | Refused:
    """The committee that reviews a report on the unit `code`.

    A section or station follows its organ's level. A committee's own staff, its teams and groups included, are
    reviewed one level up: nobody judges their own. Refused: `no_committee_above` for the province's own,
    `no_committee` where the blueprint has none at that level.
    """
    house = house_of(code, units)
    level: str | None = _REVIEWED_AT[house.level]
    if house.kind == "committee":
        level = _ABOVE.get(house.level)
        if level is None:
            return Refused("no_committee_above", {"unit": house.code})
    for unit in units.values():
        if unit.kind == "committee" and unit.level == level and is_inside(house.region, unit.region):
            return unit.code
    return Refused("no_committee", {"unit": house.code, "level": level})
