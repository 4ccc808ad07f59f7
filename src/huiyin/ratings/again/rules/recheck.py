"""The life of a second verification: an answer was rated not satisfied, somebody else looks again (S1-33, S1-35)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.kernel.lifecycle import Lifecycle, Refused, step
from huiyin.ratings.rules.levels import BAD

RECHECK = Lifecycle(
    name="recheck",
    first="dissatisfied",
    steps=(
        step("give_again", "dissatisfied rechecking", "rechecking", "reviewer supervisor", "recheck"),
        step("report_again", "rechecking", "rechecked", "checker"),
        step("reply_again", "rechecked", "answered_again", "reviewer supervisor"),
        step("find_content", "answered_again", "content", "public"),
        step("find_wanting", "answered_again", "to_confer", "public"),
        step("confer", "to_confer", "conferred", "supervisor"),
    ),
)

UPHELD, CHANGED = "upheld_finding", "changed_finding"
CONCLUSIONS = (UPHELD, CHANGED)
"""What the second look came to: the first finding stands, or it changes."""

FEWEST = 2
"""People who confer: one alone is no joint review."""


def together(present: Iterable[str]) -> Refused | None:
    """Whether enough people confer; each is named once."""
    names = {name.strip() for name in present if name.strip()}
    return None if len(names) >= FEWEST else Refused("people_to_confer", {"field": "present"})


def verdict(level: int) -> str:
    """The verb by which the reporter ends or goes on: content with the second answer, or not."""
    return "find_wanting" if level in BAD else "find_content"


@dataclass(frozen=True)
class Change:
    """The levels before and after second verifications, in the order in which they were given."""

    pairs: tuple[tuple[int, int], ...]

    @property
    def better(self) -> int:
        return sum(after > before for before, after in self.pairs)

    @property
    def same(self) -> int:
        return sum(after == before for before, after in self.pairs)

    @property
    def worse(self) -> int:
        return sum(after < before for before, after in self.pairs)

    @property
    def means(self) -> tuple[float, float] | None:
        """The mean level before and after, two decimals; None where nobody rated twice."""
        if not self.pairs:
            return None
        n = len(self.pairs)
        return round(sum(b for b, _ in self.pairs) / n, 2), round(sum(a for _, a in self.pairs) / n, 2)

    @property
    def difference(self) -> float | None:
        """By how much the mean level rose, two decimals."""
        n = len(self.pairs)
        return round(sum(a - b for b, a in self.pairs) / n, 2) if n else None
