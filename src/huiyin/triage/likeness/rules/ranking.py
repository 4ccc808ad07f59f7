"""In which order hot issues are looked at: by people, growth and severity. How much was written doesn't count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log2

WEEK = timedelta(days=7)
WEEKS = 12
"""Weeks of the trend."""
RECENT = 2
"""Weeks that count as now, for growth: one alone is too few matters."""
LEAST = 2
"""People below which an issue isn't hot: one person alone writes again because nobody answered."""
GREATEST = 3


@dataclass(frozen=True)
class Matter:
    """One matter of an issue as it is ranked. `person` is one number for all that one sender wrote in the issue."""

    at: datetime
    person: int
    urgency: int = 0
    late: bool = False


@dataclass(frozen=True)
class Standing:
    """`growth`: people of the last two weeks against those of the two before; `severity` 0 to 3."""

    people: int
    matters: int
    recent: int
    before: int
    severity: int
    trend: tuple[int, ...]
    first: datetime
    last: datetime
    score: float

    @property
    def growth(self) -> int:
        return self.recent - self.before


def standing(matters: Sequence[Matter], *, until: datetime, held: float = 1.0) -> Standing:
    """Where an issue of one matter at least stands at `until`. `held`: how well it holds together, 0 to 1."""
    trend = weekly(matters, until)
    recent, before = sum(trend[-RECENT:]), sum(trend[-2 * RECENT : -RECENT])
    people, severe = len({one.person for one in matters}), severity(matters)
    grows = (1 + recent) / (1 + before)
    score = log2(1 + people) * (1 + max(0.0, min(log2(grows), 2.0))) * (1 + severe / GREATEST) * held**0.5
    moments = [one.at for one in matters]
    return Standing(
        people, len(matters), recent, before, severe, trend, min(moments), max(moments), round(score, 4)
    )


def weekly(matters: Iterable[Matter], until: datetime) -> tuple[int, ...]:
    """People who wrote in each of the last `WEEKS` weeks, the latest last. Who writes twice in a week counts once."""
    wrote = {(int((until - one.at) / WEEK), one.person) for one in matters if one.at <= until}
    counted = Counter(week for week, _ in wrote)
    return tuple(counted[week] for week in reversed(range(WEEKS)))


def severity(matters: Sequence[Matter]) -> int:
    """The greatest urgency that a rule or an answer gave one of them; one more where half of them are late."""
    urgent = max(one.urgency for one in matters)
    late = sum(one.late for one in matters) * 2 >= len(matters)
    return min(GREATEST, urgent + late)
