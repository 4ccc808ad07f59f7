"""Quotas that can't be met are answered with the smallest change."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as some

from huiyin.kernel.lifecycle import Refused
from huiyin.panels.rules.lotteries import Lottery, fairest
from huiyin.panels.rules.quotas import Plan
from huiyin.panels.rules.relaxing import Relaxation
from huiyin.panels.tests.cast import plan


def test_too_few_people_is_said_before_any_quota() -> None:
    assert fairest(plan(3, gender={"f": (3, 3)}), [("f",)] * 2) == Refused(
        "pool_too_small", {"people": 2, "seats": 3}
    )
    assert fairest(plan(3, gender={"f": (3, 3)}), []) == Refused("pool_too_small", {"people": 0, "seats": 3})


def test_an_empty_group_gives_up_its_seats() -> None:
    of = plan(4, group={"deputy": (1, 4), "trader": (2, 3)})
    assert fairest(of, [("deputy",)] * 9) == Refused(
        "quotas_contradict", {"relaxations": (Relaxation("group", "trader", "least", 2, 0),)}
    )


def test_a_bound_that_is_too_low_is_raised() -> None:
    of = plan(5, gender={"f": (0, 2), "m": (0, 5)})
    people = [("f",)] * 6 + [("m",)]
    assert fairest(of, people) == Refused(
        "quotas_contradict", {"relaxations": (Relaxation("gender", "f", "most", 2, 4),)}
    )


small = some.lists(some.tuples(some.sampled_from("ab"), some.sampled_from("cd")), min_size=3, max_size=6)
ends = some.tuples(some.integers(0, 3), some.integers(0, 3)).map(sorted).map(tuple)


@settings(max_examples=60, deadline=None)
@given(small, some.lists(ends, min_size=4, max_size=4))
def test_no_smaller_change_helps(people: list[tuple[str, str]], quotas: list[tuple[int, int]]) -> None:
    """The price of the change is what the panel that breaks the quotas least breaks them by."""
    of = plan(3, one=dict(zip("ab", quotas[:2], strict=True)), two=dict(zip("cd", quotas[2:], strict=True)))
    price = min(_broken(of, panel) for panel in combinations(people, 3))
    match fairest(of, people):
        case Lottery():
            assert price == 0
        case Refused(detail=detail):
            assert price == sum(abs(change.after - change.before) for change in detail["relaxations"]) > 0


def _broken(of: Plan, panel: Sequence[tuple[str, ...]]) -> int:
    """By how many seats a panel breaks its quotas."""
    counts = [
        (quota, sum(values[i] == quota.value for values in panel))
        for i, feature in enumerate(of.features)
        for quota in feature.quotas
    ]
    return sum(max(0, quota.least - has, has - quota.most) for quota, has in counts)
