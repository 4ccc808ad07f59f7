"""Who may be drawn: a roster, and why some in it may not this time."""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from huiyin.panels.rules.quotas import Mistake, Plan


@dataclass(frozen=True)
class Tie:
    """What binds somebody to a unit: `own`, `relative` or `former`."""

    kind: str
    unit: str


@dataclass(frozen=True)
class Person:
    """One line of the roster; `served` is the number of the last round they sat in."""

    code: str
    values: Mapping[str, str]
    served: int | None = None
    ties: tuple[Tie, ...] = ()
    consents: bool = True
    refuses: bool = False


@dataclass(frozen=True)
class Terms:
    """What keeps people out of round number `round`: a ban for `cooldown` rounds after serving, ties to `units`."""

    round: int
    cooldown: int = 0
    units: frozenset[str] = frozenset()
    barring: frozenset[str] = frozenset({"own", "relative", "former"})


@dataclass(frozen=True)
class Exclusion:
    """Why somebody can't be drawn this time: `refusal`, `consent`, `cooldown` or `conflict`, with what it is about."""

    code: str
    reason: str
    about: str = ""


@dataclass(frozen=True)
class Pool:
    """Who may be drawn, and who may not and why. Each of the roster is in one of them, once."""

    eligible: tuple[Person, ...]
    excluded: tuple[Exclusion, ...] = field(default=())


def mistakes(plan: Plan, people: Sequence[Person]) -> list[Mistake]:
    """What is wrong in a roster: nobody twice, everybody with a value that the plan knows for each feature."""
    twice = Counter(person.code for person in people)
    found = [Mistake("person_twice", code) for code, times in twice.items() if times > 1]
    for feature in plan.features:
        known = {quota.value for quota in feature.quotas}
        for person in people:
            value = person.values.get(feature.code, "")
            if not value:
                found.append(Mistake("value_missing", f"{person.code}: {feature.code}"))
            elif value not in known:
                found.append(Mistake("value_unknown", f"{person.code}: {feature.code}={value}"))
    return found


def sifted(people: Sequence[Person], terms: Terms) -> Pool:
    """Parts a roster without mistakes into those who may be drawn and those who may not."""
    no = [exclusion for person in people if (exclusion := excluded(person, terms))]
    out = {exclusion.code for exclusion in no}
    return Pool(tuple(person for person in people if person.code not in out), tuple(no))


def excluded(person: Person, terms: Terms) -> Exclusion | None:
    """The first reason that keeps `person` out, the person's own will before the program's."""
    if person.refuses:
        return Exclusion(person.code, "refusal")
    if not person.consents:
        return Exclusion(person.code, "consent")
    if person.served is not None and terms.round - person.served <= terms.cooldown:
        return Exclusion(person.code, "cooldown", str(person.served))
    for tie in person.ties:
        if tie.kind in terms.barring and tie.unit in terms.units:
            return Exclusion(person.code, "conflict", f"{tie.kind}: {tie.unit}")
    return None


def mark(code: str, salt: bytes) -> str:
    """What stands for a person in what is published: without the salt nobody can tell whose mark it is.

    Each person gets a salt of their own (`own_salt`) with the invitation, and finds themselves; nobody else's.
    """
    return hmac.new(own_salt(code, salt), code.encode(), "sha256").hexdigest()


def own_salt(code: str, salt: bytes) -> bytes:
    """The person's own salt, from the round's secret one."""
    return hmac.new(salt, b"salt/" + code.encode(), "sha256").digest()
