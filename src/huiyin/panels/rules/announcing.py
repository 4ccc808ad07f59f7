"""What is published before a draw and after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from huiyin.kernel.lifecycle import Refused
from huiyin.panels.rules import verify_draw
from huiyin.panels.rules.quotas import Plan
from huiyin.panels.rules.roster import Pool, mark

AHEAD = 5
"""So many alternates for each seat of a type are named in the result; the queue itself goes on."""


def announcement(
    title: str,
    plan: Plan,
    pool: Pool,
    salt: bytes,
    source: Mapping[str, Any],
    standby: Mapping[str, Any] | None = None,
) -> dict[str, Any] | Refused:
    """Everything that decides the draw but chance: frozen roster, quotas, lottery, and where chance will come from."""
    from huiyin.panels.rules import lotteries  # with its solvers, which no page needs

    people = sorted(pool.eligible, key=lambda person: mark(person.code, salt))
    lottery = lotteries.fairest(plan, [[p.values[f.code] for f in plan.features] for p in people])
    if isinstance(lottery, Refused):
        return lottery
    roster = [[mark(person.code, salt), own] for person, own in zip(people, lottery.own, strict=True)]
    return {
        "format": verify_draw.FORMAT,
        "title": title,
        "seats": plan.seats,
        "features": [
            {
                "code": f.code,
                "quotas": [{"value": q.value, "least": q.least, "most": q.most} for q in f.quotas],
            }
            for f in plan.features
        ],
        "types": [list(values) for values in lottery.types.values],
        "roster": roster,
        "roster_hash": verify_draw.digest(roster),
        "excluded": dict(sorted(Counter(exclusion.reason for exclusion in pool.excluded).items())),
        "tickets": lotteries.TICKETS,
        "panels": [[width, list(seats)] for width, seats in lottery.panels],
        "settled": list(lottery.settled),
        "prices": [list(prices) for prices in lottery.prices],
        "searched": lottery.searched,
        "forced": lottery.forced(),
        "barred": lottery.barred(),
        "source": dict(source),
        "standby": None if standby is None else dict(standby),
        "alternates": AHEAD,
    }


def held(
    announced: Mapping[str, Any], revealed: Mapping[str, Any], witnesses: Sequence[str]
) -> dict[str, Any]:
    """The record of the draw, for everybody; ValueError where `revealed` isn't what was named beforehand."""
    seed = verify_draw.seed_of(dict(announced), dict(revealed))
    return {
        "announcement": dict(announced),
        "announced": verify_draw.digest(announced),
        "revealed": dict(revealed),
        "witnesses": list(witnesses),
        "result": verify_draw.outcome(dict(announced), seed),
    }
