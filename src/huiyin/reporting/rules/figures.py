"""Every figure of the city, defined once: what is counted, of how many, in which words, rounded how (S3-09).

Dashboard, table, paper and export take a figure from here; which cases a measure counts says
`queries.figures.condition`, and `queries.figures.behind` lists exactly those.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huiyin.reporting.rules.measures import DIMENSIONS, FUNNEL, HERE, LEAST, UNFINISHED, Share

TABLED = (*DIMENSIONS, "matter", "unit")
"""By what a table can be asked: its rows and its columns. `unit` handles the case, `organ` is the house it is about."""

MEASURES: Mapping[str, tuple[str, str]] = {
    "received": ("收到", "Received"),
    "answered": ("答复", "Answered"),
    "due": ("应办结", "Due"),
    "closed": ("应办结且已答复", "Due and answered"),
    "rated": ("已评价", "Answers rated"),
    "satisfied": ("满意", "Satisfied"),
    "given": ("已派给单位", "Given to a unit"),
    "automated": ("程序派出", "Given by the program"),
    "overridden": ("被人纠正", "Put right by people"),
    "unfinished": ("未办完", "Unfinished"),
    "late": ("现在超期", "Late now"),
    "to_review": ("未交办", "Not assigned yet"),
    "to_accept": ("未受理", "Not taken up yet"),
    "in_hand": ("核查中", "Being verified"),
    "screened_out": ("甄别后不交办", "Screened, led elsewhere"),
    "unscreened": ("待甄别", "Not screened yet"),
    "given_out": ("交办", "Given out"),
    "disproved": ("查否", "Disproved"),
    "proved": ("查实", "Proved"),
    "checking": ("核查中", "Being checked"),
    "followed": ("交工作队跟踪", "Followed by a work team"),
    "to_hotline": ("转 12345 办理", "Passed on to 12345"),
    "from_hotline": ("12345 已反馈", "Answered by 12345"),
    "given_on": ("期间交办", "Given out on these days"),
    "concluded": ("已有结论", "Concluded"),
    "answered_here": ("本平台受理后答复", "Answered after they came here"),
    "outside": ("平台外办理", "Beside the platform"),
    "other_way": ("没有从原渠道答复", "Answered by another way than it came"),
    "entered_late": ("事后补录", "Entered late"),
    "paper_later": ("答复后补交材料", "Paper brought after the answer"),
    "called": ("电话回访接通", "Reached by telephone"),
    "called_satisfied": ("电话回访满意", "Satisfied, by telephone"),
    "badly_rated": ("评为不满意", "Rated not satisfied"),
    "suggested": ("工作建议", "Suggestions"),
    "adopted": ("已采纳的建议", "Suggestions adopted"),
}
"""What a measure is called, in Chinese and in English."""

OF_NOW = frozenset({"unfinished", *UNFINISHED})
"""Measures of this moment, whatever the period."""


def called(measure: str, language: str) -> str:
    """A measure's name."""
    return MEASURES[measure][0 if language.startswith("zh") else 1]


@dataclass(frozen=True)
class Figure:
    """A count of one measure, or the share that `part` is of `whole`; `whole` "" for a count.

    `decimals`: of the percentage. `good`: whether more of it is better (1), worse (-1), or neither.
    """

    code: str
    name: str
    name_en: str
    part: str
    whole: str = ""
    decimals: int = 1
    good: int = 0

    def called(self, language: str) -> str:
        return self.name if language.startswith("zh") else self.name_en

    def percent(self, share: Share) -> float | None:
        """In per cent, as it is shown everywhere; None for a count, and where there is nothing to divide by."""
        return round(100 * share.part / share.whole, self.decimals) if self.whole and share.whole else None

    @property
    def measures(self) -> tuple[str, ...]:
        return (self.part, self.whole) if self.whole else (self.part,)


COUNTED = ("received", "answered", "unfinished", "late", "due", *FUNNEL, "rated", "badly_rated")

FIGURES: Mapping[str, Figure] = {
    **{code: Figure(code, *MEASURES[code], part=code) for code in COUNTED},
    "closing": Figure("closing", "办结率", "Closing rate", "closed", "due", good=1),
    "satisfaction": Figure("satisfaction", "满意率", "Satisfaction", "satisfied", "rated", good=1),
    "called": Figure(
        "called", "回访满意率", "Satisfied, of those called", "called_satisfied", "called", good=1
    ),
    "adoption": Figure("adoption", "建议采纳率", "Share of suggestions adopted", "adopted", "suggested"),
    "proof": Figure("proof", "查实率", "Share proved", "proved", "concluded"),
    "outside": Figure("outside", "平台外办理率", "Share beside the platform", "outside", HERE, good=-1),
    "automation": Figure("automation", "自动派单率", "Automation rate", "automated", "given"),
    "correction": Figure("correction", "派单纠正率", "Share put right", "overridden", "automated", good=-1),
}
"""Each figure by its code."""


@dataclass(frozen=True)
class Table:
    """A figure by one dimension, or by two: `cells` by (row, column) code; column "" where it is by one.

    The sums are over cells, so that a total opens exactly the lists of its parts.
    """

    figure: Figure
    cells: Mapping[tuple[str, str], Share]

    @property
    def rows(self) -> list[str]:
        """The codes of the rows, the largest denominator (or count) first."""
        return _largest_first(self.cells, 0)

    @property
    def columns(self) -> list[str]:
        return _largest_first(self.cells, 1)

    def cell(self, row: str, column: str) -> Share:
        return self.cells.get((row, column), Share(0, 0))

    def row(self, code: str) -> Share:
        return _sum(share for (row, _), share in self.cells.items() if row == code)

    def column(self, code: str) -> Share:
        return _sum(share for (_, column), share in self.cells.items() if column == code)

    @property
    def total(self) -> Share:
        return _sum(self.cells.values())

    def few(self, share: Share) -> bool:
        """Whether a share says more about chance than about anybody: shown without a percentage."""
        return bool(self.figure.whole) and share.whole < LEAST


def _sum(shares: Iterable[Share]) -> Share:
    rows = list(shares)
    return Share(sum(one.part for one in rows), sum(one.whole for one in rows))


def _largest_first(cells: Mapping[tuple[str, str], Share], place: int) -> list[str]:
    weights: dict[str, int] = {}
    for key, share in cells.items():
        weights[key[place]] = weights.get(key[place], 0) + (share.whole or share.part)
    return sorted(weights, key=lambda code: (-weights[code], code))
