"""How many seats a panel has, and how many of them each group, town, gender or age must and may get."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Quota:
    """Of all seats at least `least` and at most `most` go to people with this value."""

    value: str
    least: int
    most: int


@dataclass(frozen=True)
class Feature:
    """What people differ in, with a quota for each value there is."""

    code: str
    quotas: tuple[Quota, ...]


@dataclass(frozen=True)
class Plan:
    """What a panel must look like."""

    seats: int
    features: tuple[Feature, ...]


@dataclass(frozen=True)
class Mistake:
    """Why a plan or a roster can't be used: a code, and whom or what it speaks of."""

    reason: str
    about: str


@dataclass(frozen=True)
class Types:
    """People without a difference that counts are one type: which values (indices into the plan), how many people.

    Who is of one type has one probability: that makes big pools small, and is what equal treatment means.
    """

    values: tuple[tuple[int, ...], ...]
    sizes: tuple[int, ...]


def mistakes(plan: Plan) -> list[Mistake]:
    """What is wrong in a plan whoever stands in the roster."""
    found = [] if plan.seats > 0 else [Mistake("no_seats", str(plan.seats))]
    found += [Mistake("feature_twice", code) for code in _twice(f.code for f in plan.features)]
    for feature in plan.features:
        if not feature.quotas:
            found.append(Mistake("no_values", feature.code))
        found += [
            Mistake("value_twice", f"{feature.code}={v}") for v in _twice(q.value for q in feature.quotas)
        ]
        found += [
            Mistake("quota_upside_down", f"{feature.code}={quota.value}")
            for quota in feature.quotas
            if not 0 <= quota.least <= quota.most
        ]
    return found


def grouped(plan: Plan, people: Iterable[Sequence[str]]) -> tuple[Types, list[int]]:
    """The types among `people` (their values in the plan's order), and the type of each of them."""
    index = [{quota.value: i for i, quota in enumerate(feature.quotas)} for feature in plan.features]
    own = [tuple(places[value] for places, value in zip(index, values, strict=True)) for values in people]
    counted = Counter(own)
    order = sorted(counted)
    place = {values: i for i, values in enumerate(order)}
    return Types(tuple(order), tuple(counted[v] for v in order)), [place[values] for values in own]


def _twice(words: Iterable[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]
