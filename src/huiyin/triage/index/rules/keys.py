"""How a token becomes a key of the index: bound to the month in which its report was received, and to who may read it.

Search goes from month to month, newest first, and stops when a page is full: so it never gathers all the reports that
hold a common word. What a unit may search has keys of its own, as if it were another text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from huiyin.triage.index.rules.words import code, coded, is_token, normal, pairs, tokens

SPREAD = 2654435761
"""Knuth's multiplier: neighbouring months get keys that share nothing."""

FEW, SAMPLED = 2_000, 16
"""The first reports are all counted for the frequencies of tokens, then one of so many."""


@dataclass(frozen=True)
class Source:
    """What a report is found by: `sent` for its committee, `told` for whoever reads the redacted file."""

    report: int
    received_at: datetime
    organ: int
    committee: int
    sent: str
    told: str = ""


def month_of(moment: datetime) -> int:
    """Months since year 0, by UTC: only its order matters."""
    day = moment.astimezone(UTC)
    return day.year * 12 + day.month - 1


def salt(month: int) -> int:
    """What the keys of a month are mixed with: four bytes, as PostgreSQL's `integer`. `SALT` says the same in SQL."""
    return (month * SPREAD) % 2**32 - 2**31


SALT = f"(({{month}}::bigint * {SPREAD}) %% 4294967296 - 2147483648)::int"


def codes(words: Iterable[str], readers: str) -> list[int]:
    """The codes of tokens for "sent" or "told", before a month is mixed in; "pair" is counted alone."""
    mark = "" if readers == "sent" else f"{readers}:"
    return coded(mark + word for word in words)


EVERY = codes([""], "pair")[0]
"""Under this code the counted reports themselves are counted."""


def sampled(report: int) -> bool:
    """Whether a report is counted for the frequencies."""
    return report <= FEW or report % SAMPLED == 0


def counted(sent: str) -> list[int]:
    """What a report adds to the frequencies: its tokens, its other pairs of characters, and itself (`EVERY`)."""
    others = (pair for pair in pairs(normal(sent)) if not is_token(pair))
    return [EVERY, *codes(tokens(sent), "sent"), *codes(others, "pair")]


@lru_cache(1 << 16)
def pair_code(pair: str) -> int:
    """Under which code a pair of characters in normal form is counted. Texts share most of their pairs."""
    return code(pair if is_token(pair) else f"pair:{pair}")


def facet(committee: int) -> int:
    """The code that all reports of a committee share."""
    return coded([f"committee:{committee}"])[0]


def keys(source: Source) -> list[int]:
    """All keys of a report."""
    found = {
        facet(source.committee),
        *codes(tokens(source.sent), "sent"),
        *codes(tokens(source.told), "told"),
    }
    mixed = salt(month_of(source.received_at))
    return sorted(code ^ mixed for code in found)
