"""Points that an officer gathers in a year for slight breaches, as on a driving licence, and what follows from them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from huiyin.kernel.lifecycle import Lifecycle, step

DEMERIT = Lifecycle(
    name="demerit",
    first="counting",
    steps=(
        step("contest", "counting", "contested", "blamed"),
        step("uphold", "contested", "upheld", "judge"),
        step("withdraw", "contested", "withdrawn", "judge"),
    ),
)
"""Points for one fact: the officer, or who leads their unit, objects once; who leads the committee concludes."""

CONSEQUENCE = Lifecycle(
    name="consequence",
    first="due",
    steps=(
        step("carry_out", "due", "carried_out", "chief"),
        step("cover", "due", "covered", "system"),
        step("reach", "covered", "due", "system"),
        step("fall_away", "due covered", "fallen_away", "system"),
    ),
)
"""What follows from so many points: due until it is carried out. A stricter one that is reached covers it, where the
city says so; points withdrawn in time make it fall away, or due again.
"""

COUNTING = ("counting", "upheld")
"""States in which points count. Those objected to wait for the conclusion."""


@dataclass(frozen=True)
class Rule:
    """What so slight a breach costs; see `policy.rules.demerits.DemeritRule`. `types` with those below them."""

    code: str
    fact: str
    types: Collection[str]
    kinds: Collection[str]
    points: int


@dataclass(frozen=True)
class Step:
    """What follows from `at` points in a year, in place of those lower steps that it `covers`."""

    code: str
    at: int
    covers: frozenset[str] = frozenset()


def fitting(rules: Iterable[Rule], fact: str, problem_type: str = "", kind: str = "") -> Rule | None:
    """The first rule that a fact falls under; None where it costs nothing.

    `problem_type` of the matter and `kind` of what was done about the officer; a rule that names none takes any.
    """
    for rule in rules:
        typed = not rule.types or problem_type in rule.types
        if rule.fact == fact and typed and (not rule.kinds or kind in rule.kinds):
            return rule
    return None


def total(rows: Iterable[tuple[str, int]]) -> int:
    """The points that count, of rows of (state, points)."""
    return sum(points for state, points in rows if state in COUNTING)


def following(steps: Iterable[Step], points: int, done: Collection[str] = ()) -> Mapping[str, str]:
    """The state of each step that so many points have come to: due, or covered by one that is due too or was `done`.

    Points may jump over several steps at once: what isn't covered is due beside the highest.
    """
    known = list(steps)
    there = [one for one in known if one.at <= points]
    over = {code for one in known if one in there or one.code in done for code in one.covers}
    return {one.code: "covered" if one.code in over else "due" for one in there}
