"""The blueprint's rows about who holds power, where. A class is its own schema, see rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huiyin.policy.rules.fields import CODE, KINDS, must

LEVELS = ("province", "city", "county", "township", "village")
SYSTEMS = ("committee", "court", "procuratorate", "police", "justice", "government")
"""`government`: departments, towns and subdistricts, where a discipline commission supervises."""


@dataclass(frozen=True, kw_only=True)
class Region:
    code: str = must(unique=True, pattern=r"\d{6}(\d{3}(\d{3})?)?")
    name: str
    name_en: str
    level: str = must(one_of=LEVELS)
    parent: str = must("", refers="regions")


@dataclass(frozen=True, kw_only=True)
class Unit:
    """`level` is the region's where it is left out. `mail`: the unit's address, told of papers that came for it."""

    code: str = must(unique=True, pattern=CODE)
    name: str
    name_en: str
    short: str = ""
    kind: str = must(one_of=KINDS)
    system: str = must(one_of=SYSTEMS)
    region: str = must(refers="regions")
    parent: str = must("", refers="units")
    level: str = must("", one_of=LEVELS)
    mail: str = must("", pattern=r"([^@\s]+@[^@\s]+)?")


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """How a work team treats what reaches its queue (S0-05, S0-22)."""

    team: str = must(refers="units", unique=True)
    text: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A seat in a leading group (S0-04)."""

    group: str = must(refers="units")
    officer: str = must(refers="officers")
    seat: str = must(one_of=("head", "deputy", "member"))


@dataclass(frozen=True, kw_only=True)
class Officer:
    code: str = must(unique=True, pattern=CODE)
    name: str
    unit: str = must(refers="units")
    title: str = ""
    badge: str = ""


@dataclass(frozen=True, kw_only=True)
class Relation:
    """A declared close relationship: neither takes part in a case on the other."""

    officer: str = must(refers="officers")
    other: str = must(refers="officers")
    kind: str = must(one_of=("spouse", "family", "in_law", "classmate", "other"))
    declared: date


@dataclass(frozen=True, kw_only=True)
class Mandate:
    role: str = must(refers="roles")
    unit: str = must(refers="units")
    since: date | None = None


@dataclass(frozen=True, kw_only=True)
class Account:
    """Somebody who logs in, in a demonstration or a training. Real accounts are made by the administrator.

    `text_number`: a work number for text messages; real people set their own.
    """

    username: str = must(unique=True, pattern=CODE)
    name: str
    officer: str = must("", refers="officers")
    text_number: str = must("", pattern=r"(1[3-9]\d{9})?")
    mandates: tuple[Mandate, ...]
