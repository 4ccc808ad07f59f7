"""Invented pools as they come about when people put their names down: some groups far more eagerly than others."""

from __future__ import annotations

import numpy as np

from huiyin.panels.rules.quotas import Feature, Plan, Quota
from huiyin.panels.rules.roster import Person, Pool

SEATS = 100
VALUES = {"group": 6, "town": 12, "gender": 2, "age": 4, "schooling": 4, "party": 3}
EAGERNESS = 0.6
"""Spread (log) of how much more eagerly one group volunteers than another."""


def pool(people: int, features: int, number: int = 0) -> tuple[Plan, Pool]:
    """A plan with each group's share of the seats ± 1, and a pool that is skewed against it."""
    dice = np.random.default_rng(number)
    plan, columns = [], []
    for code, values in list(VALUES.items())[:features]:
        share = dice.dirichlet(np.full(values, 8.0))
        eager = share * np.exp(dice.normal(0, EAGERNESS, values))
        columns.append(dice.choice(values, people, p=eager / eager.sum()).tolist())
        plan.append(
            Feature(code, tuple(Quota(str(i), max(0, n - 1), n + 1) for i, n in enumerate(_seats(share))))
        )
    codes = [feature.code for feature in plan]
    folk = tuple(
        Person(f"p{i}", dict(zip(codes, map(str, values), strict=True)))
        for i, values in enumerate(zip(*columns, strict=True))
    )
    return Plan(SEATS, tuple(plan)), Pool(folk)


def _seats(share: np.ndarray) -> list[int]:
    """Seats in proportion, what is left over to the largest remainders."""
    whole = np.floor(SEATS * share).astype(int)
    whole[np.argsort(whole - SEATS * share)[: SEATS - whole.sum()]] += 1
    return [int(n) for n in whole]
