"""What a period costs a unit and what it earns, and which papers are due on which day, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.policy.rules.fields import CODE, must
from huiyin.policy.rules.shape import Wrong

FACTS = (
    "returned", "no_evidence", "late_step", "bad_rating", "finding_changed", "better_again", "commended",
)  # fmt: skip
"""What the program can count: a report sent back by whoever signs, an approved one without evidence, a step past its
limit, an answer rated not satisfied, a finding that the second verification changed; a second rating that is better,
a commendation.
"""

KINDS = ("careless", "late", "dissatisfied", "credit")
"""录入不认真, 办理不及时, 群众满意度不高 (S0-26), 加分."""


@dataclass(frozen=True, kw_only=True)
class ScoreRule:
    """Each `fact` of a period moves a unit's score by `points`, below zero for a deduction, together by `most` at most.

    `per_ten`: points for so many facts in ten cases handled, so that who handles more isn't worse off.
    """

    code: str = must(unique=True, pattern=CODE)
    name: str
    name_en: str
    kind: str = must(one_of=KINDS)
    fact: str = must(one_of=FACTS)
    points: float
    most: float = 0.0
    per_ten: bool = False
    basis: str
    basis_en: str


EVERY = ("week", "cycle", "quarter")


@dataclass(frozen=True, kw_only=True)
class PeriodicPaper:
    """A paper on the calendar: about the week, cycle or quarter before, drafted on its `day`.

    `day`: of the week (1 Monday), after the cycle's end, or of the quarter's first month. `letter`: its kind of paper.
    `to`: the committee itself, or its units, which get figures of closed matters alone. `types`: the problem types
    that it is about with those below them, all where none is named. `meeting`: who sits together over it, if anybody.
    `counties`: whether each committee below the city's that sends letters gets its own issue, of its own matters alone.
    """

    code: str = must(unique=True, pattern=CODE)
    name: str
    name_en: str
    every: str = must(one_of=EVERY)
    day: int = must(least=1)
    letter: str = must(refers="letter_kinds")
    to: str = must("committee", one_of=("committee", "units"))
    types: tuple[str, ...] = must((), refers="problem_types")
    meeting: str = ""
    meeting_en: str = ""
    counties: bool = False


def wrong_scores(rows: Mapping[str, Mapping[int, Any]]) -> Iterator[Wrong]:
    """Deductions that add, credits that deduct, and papers on a day that no period has."""
    for at, rule in rows["score_rules"].items():
        if (rule.points > 0) is not (rule.kind == "credit"):
            yield ("score_rules", at, "points"), "must be over 0 for a credit and under 0 for a deduction"
    for at, paper in rows["papers"].items():
        if paper.day > {"week": 7, "cycle": 14, "quarter": 28}[paper.every]:
            yield ("papers", at, "day"), f"no {paper.every} has that day"
