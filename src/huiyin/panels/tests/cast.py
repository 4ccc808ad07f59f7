"""Pools and plans for the tests of the draw; all invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from huiyin.panels.rules.quotas import Feature, Plan, Quota
from huiyin.panels.rules.roster import Person, Pool

SALT = b"a salt that only the test knows."
NUMBERS = {"kind": "numbers", "draws": ["Double Colour Ball 2024-012", "3D 2024-030"]}
DRAWN = {"numbers": [[17, 3, 25, 9], [8, 0, 2]]}


def plan(seats: int, **features: Mapping[str, tuple[int, int]]) -> Plan:
    """`plan(3, gender={"f": (1, 2), "m": (1, 2)})`."""
    return Plan(
        seats,
        tuple(
            Feature(code, tuple(Quota(value, *ends) for value, ends in quotas.items()))
            for code, quotas in features.items()
        ),
    )


def pool(of: Plan, people: Sequence[Sequence[str]]) -> Pool:
    codes = [feature.code for feature in of.features]
    return Pool(tuple(Person(f"p{i}", dict(zip(codes, v, strict=True))) for i, v in enumerate(people)))


TOWN = plan(
    8,
    group={"deputy": (2, 4), "cadre": (2, 4), "trader": (1, 3)},
    gender={"f": (3, 5), "m": (3, 5)},
    town={"east": (2, 4), "west": (2, 4), "north": (1, 3)},
)
"""Eight seats, of people who differ in three things."""

FOLK = [
    (group, gender, town)
    for i, group in enumerate(("deputy", "cadre", "trader"))
    for j, gender in enumerate(("f", "m"))
    for k, town in enumerate(("east", "west", "north"))
    for _ in range(1 + (3 * i + 2 * j + k) % 4)
]
"""Every kind of person at least once, some four times."""
