"""The blueprint's rows about what is brought before the supervising body for how often it comes (S1-37)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.policy.rules.fields import CODE, must
from huiyin.policy.rules.rows import MATTERS
from huiyin.policy.rules.shape import Wrong

PERSON_AGAIN = "matter"
SUBJECTS = ("officer", "unit", PERSON_AGAIN)


@dataclass(frozen=True, kw_only=True)
class AlertRule:
    """`of` an officer or a unit: so many different people within `days`; of a matter: one person so many times.

    `least` raise it; `again` more bring it up anew after somebody has seen it. `matters`: which kinds count, none: all.
    `anonymous`: each report without a contact counts as another person. `likeness` (0-1): how alike one person's
    reports must be to be about one matter. `letter`: the kind of paper that is drafted to the house (S1-37).
    `covers`: the rules about the same that ask for less, in place of which this one stands; left out, each in order.
    """

    code: str = must(unique=True, pattern=CODE)
    name: str
    name_en: str
    of: str = must(one_of=SUBJECTS)
    least: int = must(least=2)
    days: int = must(least=1)
    again: int = must(least=1)
    matters: tuple[str, ...] = must((), one_of=MATTERS)
    anonymous: bool = True
    likeness: float = 0.0
    letter: str = must("", refers="letter_kinds")
    covers: tuple[str, ...] = must((), refers="alerts")


def wrong_alerts(rows: Mapping[str, Mapping[int, Any]]) -> Iterator[Wrong]:
    """Rules that could never raise anything, or of which a key says nothing."""
    for at, row in rows["alerts"].items():
        rule: AlertRule = row
        if rule.of == PERSON_AGAIN and not 0 < rule.likeness <= 1:
            yield ("alerts", at), "a matter needs a likeness over 0, up to 1"
        if rule.of != PERSON_AGAIN and rule.likeness:
            yield ("alerts", at, "likeness"), "is only for a matter: people are counted here"
        lower = {one.code for one in rows["alerts"].values() if one.of == rule.of and one.least < rule.least}
        for code in sorted(set(rule.covers) - lower):
            yield ("alerts", at, "covers"), f"{code} isn't about the same, or doesn't ask for less"
