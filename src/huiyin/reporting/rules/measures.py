"""What a figure is: a numerator, a denominator where it is a share, and which cases it opens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from huiyin.reporting.rules.cycles import Period

STAGES: Mapping[str, tuple[str, ...]] = {
    "to_review": ("received", "referred", "objected", "disputed"),
    "to_accept": ("assigned",),
    "locked": ("locked",),
    "in_hand": ("verifying", "submitted", "approved", "joined"),
    "done": ("answered", "closed", "declined"),
}
"""How states are shown to leaders: five stages, every state in exactly one."""

DIMENSIONS = ("system", "level", "problem_type", "organ", "identity_mode", "channel")
"""By what a distribution can be asked."""

UNFINISHED = ("late", "to_review", "to_accept", "in_hand")
"""What isn't answered, each case in one part: past a deadline, else by its stage."""

MEASURES = (
    "received", "answered", "due", "closed", "rated", "satisfied", "unfinished", *UNFINISHED,
)  # fmt: skip
"""Every figure that opens a list. Those in `UNFINISHED` and their sum are of now, the others of a period."""

ROUTED = ("given", "automated", "overridden")
"""First dispatches, those of them by the program, and those of these that people put right (S3-08)."""

FUNNEL = ("screened_out", "unscreened", "given_out", "disproved", "proved", "checking")
"""Where the leads received in a period stand: each not yet screened, led elsewhere, or given out; and of those given
out each disproved, proved, or being checked (S1-31)."""

ONWARD = ("followed", "to_hotline", "from_hotline")
"""Where leads received in a period went beside their file: to a work team that follows them (S1-34), and to the
hotline; and those of these that came back with its answer (S1-36)."""

MOVED = ("given_on", "answered")
"""What moved in a period, whenever it had come (S1-21)."""

OUTSIDE = ("outside", "other_way", "entered_late", "paper_later")
"""Answered matters of which something went beside the platform, and what it was (S3-04)."""

HERE = "answered_here"
"""The answered matters of which `OUTSIDE` counts a part: without those answered before they came here (an import)."""

UNANSWERED = "unanswered"
"""Of the due ones those that have no answer yet: what is missing from `closed` while a period runs."""

CALLED = ("called", "called_satisfied")
"""Reporters reached by telephone after the answer in a period, and those of them who were satisfied (S3-23)."""

LAST_CALLED = {measure: f"last_{measure}" for measure in CALLED}
"""The same while a period runs: whoever was called twice counts by the last call alone."""

KEPT = ("received", "answered", HERE, "due", "rated", "satisfied", "badly_rated", *LAST_CALLED.values())
"""Measures whose figures of a week that is over are kept: each case counts in the week of one moment of its own."""

WEEK = "week"
"""By what received and answered are counted, too: the Monday."""

DECIDED = "decided"
"""By what first dispatches are counted: a rule and a version of what was learnt, with a tab between them."""

SUGGESTED = ("suggested", "adopted")
"""Suggestions received in a period, and those of them that an approved report adopted (S3-28)."""

LISTED = (
    *CALLED,
    *SUGGESTED,
    *MEASURES,
    *ROUTED,
    *FUNNEL,
    *ONWARD,
    "given_on",
    "concluded",
    "badly_rated",
    HERE,
    *OUTSIDE,
)

LEAST = 5
"""A share of fewer than these says more about chance than about a unit: shown, but not ranked."""


@dataclass(frozen=True)
class Share:
    """A part of a whole, never without its denominator."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """In per cent, one decimal; None where there is nothing to divide by."""
        return round(100 * self.part / self.whole, 1) if self.whole else None


@dataclass(frozen=True)
class Row:
    """One line of a distribution: how many cases, how far they are, how many are late."""

    key: str
    name: str
    total: int
    stages: Mapping[str, int]
    late: int


@dataclass(frozen=True)
class Slice:
    """Which cases stand behind a figure: a measure, its period, and codes by dimension (`team`: a queue's unit)."""

    measure: str
    period: Period
    only: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """The figures of one system, level, type or unit; a measure that counts nothing is 0."""

    key: str
    counts: Counter[str]

    def share(self, part: str, whole: str) -> Share:
        return Share(self.counts[part], self.counts[whole])


@dataclass(frozen=True)
class Cube:
    """Everything a page of figures says, read once: what each key of each dimension counts, and what all count.

    Each of them is the length of the list behind it.
    """

    all: Counter[str]
    lines: Mapping[str, Mapping[str, Counter[str]]]

    def total(self, measure: str) -> int:
        return self.all[measure]

    def share(self, part: str, whole: str) -> Share:
        return Share(self.total(part), self.total(whole))

    def line(self, dimension: str, key: str) -> Line:
        """The figures of one key, zeros where it counts nothing."""
        return Line(key, self.lines[dimension].get(key, Counter()))

    def by(self, dimension: str, order: str, *others: str) -> list[Line]:
        """The figures by one dimension, those with most of measure `order` first.

        Lines without any of `order` and `others` are left out.
        """
        found = self.lines[dimension].items()
        lines = [Line(key, counts) for key, counts in found if any(counts[m] for m in (order, *others))]
        return sorted(lines, key=lambda line: (-line.counts[order], line.key))


def ranked(lines: Iterable[Line], part: str, whole: str) -> tuple[list[Line], int]:
    """`lines` by their share, lowest first, and how many are too few to be ranked (`LEAST`)."""
    asked = [line for line in lines if line.counts[whole]]
    enough = [line for line in asked if line.counts[whole] >= LEAST]
    enough.sort(key=lambda line: (line.share(part, whole).percent or 0, line.key))
    return enough, len(asked) - len(enough)
