"""How long something may take: rows of policy, each with its basis and the day from which it holds.

Several rows may fit one case. The narrowest wins, and `Limit.rank` is the order: first a row for this stage, then one
for this type of matter (the nearer in the tree of types, the narrower), then one for this way in, then the narrower
region, then the later date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, fields
from datetime import date
from typing import Any, Literal, get_args

from huiyin.kernel.identifiers import division_prefix, is_inside

Unit = Literal["working_days", "calendar_days", "working_hours", "hours"]


@dataclass(frozen=True)
class About:
    """What a limit is asked for: where, what it is about (its type and those above it, nearest first), how it came."""

    region: str = ""
    types: tuple[str, ...] = ()
    channel: str = ""
    stage: str = ""


@dataclass(frozen=True)
class Limit:
    """`value` `unit`s after `start_event`, by a `basis`, from `since` on.

    `region`, `type`, `channel`, `stage`: the only ones it is for, "" for any. `granted_by`, `times`: the roles that
    may grant an extension or a suspension of at most this length, and how often in one case.
    """

    name: str
    value: int
    unit: Unit
    _: KW_ONLY
    basis: str = ""
    basis_en: str = ""
    region: str = ""
    since: date = date.min
    start_event: str = ""
    type: str = ""
    channel: str = ""
    stage: str = ""
    granted_by: tuple[str, ...] = ()
    times: int = 1

    def __post_init__(self) -> None:
        if self.value < 1 or self.unit not in get_args(Unit):
            raise ValueError(f"limit {self.name}: {self.value} {self.unit} can't be counted")

    def fits(self, about: About, on: date) -> bool:
        """Whether it holds for what begins `on`."""
        return (
            self.since <= on
            and is_inside(about.region, self.region)
            and self.type in ("", *about.types)
            and self.channel in ("", about.channel)
            and self.stage in ("", about.stage)
        )

    def rank(self, about: About) -> tuple[bool, int, bool, int, date]:
        """How narrow it is among those that fit; the highest wins."""
        near = len(about.types) - about.types.index(self.type) if self.type else 0
        return bool(self.stage), near, bool(self.channel), len(division_prefix(self.region)), self.since

    def to_json(self) -> dict[str, Any]:
        plain = {f.name: f.default for f in fields(self) if f.name in _ONLY_WHERE_SET}
        facts = {key: value for key, value in vars(self).items() if value != plain.get(key, ...)}
        return facts | {"since": self.since.isoformat()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Limit:
        granted = {"granted_by": tuple(data["granted_by"])} if "granted_by" in data else {}
        return cls(**{**data, **granted, "since": date.fromisoformat(data["since"])})


_ONLY_WHERE_SET = ("type", "channel", "stage", "granted_by", "times")


def choose(limits: Iterable[Limit], name: str, about: About, on: date) -> Limit:
    """The limit `name` for what is `about` this and begins `on`: the narrowest that holds by then.

    Raises LookupError where there is none: the blueprint is incomplete.
    """
    valid = [row for row in limits if row.name == name and row.fits(about, on)]
    if not valid:
        raise LookupError(f"no limit {name!r} for {about.region or 'everywhere'} on {on}")
    return max(valid, key=lambda row: row.rank(about))
