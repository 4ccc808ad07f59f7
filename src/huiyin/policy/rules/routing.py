"""The blueprint's rows about whose a matter is: an ordered list of rules, read from top to bottom (S3-07, S3-11).

The first rule that fits and says where decides. A rule that says nothing of where only adds what it sets: who
supervises, which limit, how urgent. A rule without any condition would leave nothing to the rules below, to the
classifier or to a person: it is a mistake.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.policy.rules.fields import CODE, must
from huiyin.policy.rules.register import LEVELS
from huiyin.policy.rules.rows import MATTERS

NAMED, PLACE = "@named", "@place"
"""Instead of a unit's code: the unit that the sender named, or the station of the place mentioned (属地)."""


@dataclass(frozen=True, kw_only=True)
class RoutingRule:
    """Conditions all of which must hold, each a list of which one is enough; and what follows.

    `any`, `all` and `none` are words in the text. `named`, `types` and `regions` count with what lies below them.
    `within` is the house among whose parts `@place` looks. `stop`: a person decides, whatever else would fit.
    """

    code: str = must(unique=True, pattern=CODE)
    name: str
    name_en: str
    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    levels: tuple[str, ...] = must((), one_of=LEVELS)
    regions: tuple[str, ...] = must((), refers="regions")
    named: tuple[str, ...] = must((), refers="units")
    types: tuple[str, ...] = must((), refers="problem_types")
    matters: tuple[str, ...] = must((), one_of=MATTERS)
    channels: tuple[str, ...] = must((), refers="channels")
    acceptors: tuple[str, ...] = must((), refers="units")
    unit: str = ""
    within: str = must("", refers="units")
    supervisor: str = must("", refers="units")
    limit: str = ""
    priority: int = 0
    stop: bool = False
    enabled: bool = True

    @property
    def decides(self) -> bool:
        return self.enabled and bool(self.unit or self.stop)


@dataclass(frozen=True, kw_only=True)
class PlaceWords:
    """By which words a text says that it happened where this unit is in charge, beside the unit's own names."""

    unit: str = must(refers="units", unique=True)
    words: tuple[str, ...]


CONDITIONS = (
    "any", "all", "none", "levels", "regions", "named", "types", "matters", "channels", "acceptors",
)  # fmt: skip
EFFECTS = ("unit", "within", "supervisor", "limit", "priority", "stop")
