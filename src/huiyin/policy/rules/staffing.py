"""Whether a city's own people can sign what its rules ask them to sign (S3-16 … S3-18)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from huiyin.policy.rules.handling import ONE_LEVEL
from huiyin.policy.rules.shape import Wrong

FINDING = "handler"
"""By which mandate somebody finds out what a report is about."""


def unsigned(levels: Sequence[str], holders: Mapping[str, Collection[str]], without: str) -> str:
    """The first of `levels` for which nobody is left; "" where all can be signed.

    Nobody signs what they found, and nobody twice: `without` is the one who found it, or who is away.
    """
    for n, role in enumerate(levels, 1):
        able = [set(holders.get(each, ())) - {without} for each in levels[:n]]
        if not any(len(set(people)) == n for people in product(*able)):
            return role
    return ""


def wrong_staff(rows: Mapping[str, Mapping[int, Any]]) -> Iterator[Wrong]:
    """Units that find out, but couldn't have signed what one of them found; the accounts are those of the blueprint.

    Whoever isn't in the register can be given no case (`assign`), so they count for nobody.
    """
    held: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for at, account in rows["accounts"].items():
        for mandate in account.mandates if account.officer else ():
            held[mandate.unit][mandate.role][account.username] = at
    asked = {ONE_LEVEL, *(tuple(approval.levels) for approval in rows["approvals"].values())}
    for unit, holders in held.items():
        for finder, at in holders[FINDING].items():
            for role in sorted({unsigned(levels, holders, finder) for levels in asked} - {""}):
                yield (
                    ("accounts", at, "mandates"),
                    f"what {finder} finds at {unit} could never be signed: it has nobody else left as {role}",
                )
