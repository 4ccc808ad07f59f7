"""What slight breaches cost an officer, and what so many points lead to, as rows (民警轻微违纪累积记分, S3-27)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.policy.rules.fields import CODE, must
from huiyin.policy.rules.shape import Wrong

FACTS = ("outcome", "breach")
"""What was done about an officer after a finding, and an accountability record that was upheld."""


@dataclass(frozen=True, kw_only=True)
class DemeritRule:
    """Each `fact` about an officer costs `points`; the first rule that fits decides.

    `types`: the problem types of the matter with those below them, any where none is named; `kinds`: the outcomes for
    the officer that are meant, any where none is named.
    """

    code: str = must(unique=True, pattern=CODE)
    name: str
    name_en: str
    fact: str = must(one_of=FACTS)
    types: tuple[str, ...] = must((), refers="problem_types")
    kinds: tuple[str, ...] = must((), refers="outcomes")
    points: int = must(least=1)
    basis: str
    basis_en: str


@dataclass(frozen=True, kw_only=True)
class DemeritStep:
    """What follows when an officer's points of a calendar year come to `at`; in place of the steps that it `covers`."""

    code: str = must(unique=True, pattern=CODE)
    name: str
    name_en: str
    at: int = must(least=1)
    covers: tuple[str, ...] = must((), refers="demerit_steps")
    basis: str
    basis_en: str


def wrong_demerits(rows: Mapping[str, Mapping[int, Any]]) -> Iterator[Wrong]:
    """Outcomes that are no person's, breaches that have none, and steps that don't rise."""
    persons = {row.code for row in rows["outcomes"].values() if row.of == "person"}
    for at, rule in rows["demerit_rules"].items():
        if rule.fact == "breach" and (rule.types or rule.kinds):
            yield (
                ("demerit_rules", at, "fact"),
                "a breach has no problem type and no outcome: leave out types and kinds",
            )
        for kind in sorted(set(rule.kinds) - persons):
            yield ("demerit_rules", at, "kinds"), f"{kind} isn't an outcome for a person"
    yield from _wrong_steps(rows["demerit_steps"])
    if rows["demerit_steps"] and not rows["demerit_rules"]:
        yield ("demerit_steps",), "nothing costs points: demerit_rules are missing"


def _wrong_steps(steps: Mapping[int, DemeritStep]) -> Iterator[Wrong]:
    below: set[str] = set()
    last = 0
    for at, row in steps.items():
        if row.at <= last:
            yield ("demerit_steps", at, "at"), "must be more than the step before"
        for code in sorted(set(row.covers) - below):
            yield ("demerit_steps", at, "covers"), f"{code} isn't a lower step"
        below.add(row.code)
        last = row.at
