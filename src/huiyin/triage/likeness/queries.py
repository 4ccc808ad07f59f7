"""Which reports may be about the same matter as a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.triage.index.queries import near
from huiyin.triage.likeness.rules.comparing import Likeness, compared

DAYS = 180
"""How far back, and how far ahead, two reports of one matter may lie apart."""
MOST = 60
"""Reports whose texts are read for one comparison."""
LEAST = 0.12
"""Below this the program proposes nothing: common phrases alone."""


@dataclass(frozen=True)
class Alike:
    report: int
    likeness: Likeness


def found(text: str, *, organ: int, at: datetime) -> list[int]:
    """Reports (ids) on one house around `at` that share rare words with `text`, most shared first."""
    reach = timedelta(days=DAYS)
    rows = near(text, since=at - reach, until=at + reach, most=MOST, organ=organ)
    return [row.report for row in rows]


def ranked(text: str, others: Mapping[int, str]) -> list[Alike]:
    """Those of `others` (id and text) that are alike enough, likeliest first."""
    rows = [Alike(pk, compared(text, other)) for pk, other in others.items()]
    enough = [row for row in rows if row.likeness.score >= LEAST]
    return sorted(enough, key=lambda row: (-row.likeness.score, row.report))
