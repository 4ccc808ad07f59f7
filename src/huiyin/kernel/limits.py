"""How long something may take: rows of policy, each with its basis and the day from which it holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass
from datetime import date
from typing import Literal, get_args

from huiyin.kernel.identifiers import division_prefix, is_inside

Unit = Literal["working_days", "calendar_days", "working_hours", "hours"]


@dataclass(frozen=True)
class Limit:
    """`value` `unit`s after `start_event`, by a `basis`; in `region` ("": everywhere), from `since` on."""

    name: str
    value: int
    unit: Unit
    _: KW_ONLY
    basis: str = ""
    basis_en: str = ""
    region: str = ""
    since: date = date.min
    start_event: str = ""

    def __post_init__(self) -> None:
        if self.value < 1 or self.unit not in get_args(Unit):
            raise ValueError(f"limit {self.name}: {self.value} {self.unit} can't be counted")


def choose(limits: Iterable[Limit], name: str, region: str, on: date) -> Limit:
    """The limit `name` in `region` for what begins `on`: of the narrowest region, the latest by then.

    Raises LookupError where there is none: the blueprint is incomplete.
    """
    valid = [row for row in limits if row.name == name and row.since <= on and is_inside(region, row.region)]
    if not valid:
        raise LookupError(f"no limit {name!r} for {region or 'everywhere'} on {on}")
    return max(valid, key=lambda row: (len(division_prefix(row.region)), row.since))
