"""The lottery is as fair as any can be, keeps every quota in every panel, and is exact."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.optimize import linprog

from huiyin.panels.rules.lotteries import TICKETS, Lottery, fairest
from huiyin.panels.rules.quotas import Plan
from huiyin.panels.tests.cast import FOLK, TOWN, plan

People = list[tuple[str, ...]]


def _keeps(of: Plan, panel: list[tuple[str, ...]]) -> bool:
    counts = [Counter(values) for values in zip(*panel, strict=True)]
    return len(panel) == of.seats and all(
        quota.least <= counted[quota.value] <= quota.most
        for feature, counted in zip(of.features, counts, strict=True)
        for quota in feature.quotas
    )


def _leximin(of: Plan, people: People) -> list[float] | None:
    """By its plain definition: all panels of persons, level by level; held is whoever can't be raised alone."""
    panels = [c for c in combinations(range(len(people)), of.seats) if _keeps(of, [people[i] for i in c])]
    if not panels:
        return None
    member = np.array([[i in panel for panel in panels] for i in range(len(people))], dtype=float)
    level: dict[int, float] = {}
    while len(level) < len(people):
        open_ = [i for i in range(len(people)) if i not in level]
        top = _highest(member, level, open_, open_)
        held = [i for i in open_ if _highest(member, level | dict.fromkeys(open_, top), [i], []) < top + 1e-6]
        level |= dict.fromkeys(held, top)
    return [level[i] for i in range(len(people))]


def _highest(member: np.ndarray, least: dict[int, float], raised: list[int], ignore: list[int]) -> float:
    """The highest common probability of `raised` when everybody in `least` keeps theirs."""
    panels = member.shape[1]
    rows = [np.r_[-member[i], 1.0] for i in raised]
    rows += [np.r_[-member[i], 0.0] for i in least if i not in ignore]
    ends = [0.0] * len(raised) + [1e-9 - p for i, p in least.items() if i not in ignore]
    found = linprog(
        np.r_[np.zeros(panels), -1.0], np.array(rows), ends, np.r_[np.ones(panels), 0.0][None], [1.0]
    )
    return float(found.x[-1])


@settings(max_examples=30, deadline=None)
@given(
    some.integers(1, 3),
    some.lists(some.tuples(*[some.sampled_from("ab")] * 3), min_size=3, max_size=7),
    some.lists(some.tuples(some.integers(0, 1), some.integers(1, 3)), min_size=6, max_size=6),
)
def test_it_is_leximin_by_its_plain_definition(
    seats: int, people: People, ends: list[tuple[int, int]]
) -> None:
    of = plan(seats, **{f"f{i}": dict(zip("ab", ends[2 * i : 2 * i + 2], strict=True)) for i in range(3)})
    expected = _leximin(of, people)
    lottery = fairest(of, people)
    if expected is None:
        assert not isinstance(lottery, Lottery)
        return
    assert isinstance(lottery, Lottery)
    chances = lottery.probabilities()
    assert [float(chances[own]) for own in lottery.own] == pytest.approx(expected, abs=1e-6)


def test_mixtures_that_real_panels_cant_keep_are_not_promised() -> None:
    """Any two of three exclude each other: a third each, though fractions of panels would promise a half."""
    of = plan(2, x={"1": (0, 1), "-": (0, 2)}, y={"1": (0, 1), "-": (0, 2)}, z={"1": (0, 1), "-": (0, 2)})
    people = [("1", "1", "-"), ("1", "-", "1"), ("-", "1", "1"), ("-", "-", "-")]
    lottery = fairest(of, people)
    assert isinstance(lottery, Lottery) and lottery.searched
    chances = lottery.probabilities()
    assert [float(chances[own]) for own in lottery.own] == pytest.approx([1 / 3, 1 / 3, 1 / 3, 1])


def test_every_panel_keeps_every_quota_and_the_tickets_add_up() -> None:
    lottery = fairest(TOWN, FOLK)
    assert isinstance(lottery, Lottery)
    assert sum(width for width, _ in lottery.panels) == TICKETS
    names = [[quota.value for quota in feature.quotas] for feature in TOWN.features]
    for _, seats in lottery.panels:
        people = [tuple(n[v] for n, v in zip(names, lottery.types.values[t], strict=True)) for t in seats]
        assert _keeps(TOWN, people)
        assert all(taken <= lottery.types.sizes[type_] for type_, taken in Counter(seats).items())
    assert sum(p * n for p, n in zip(lottery.probabilities(), lottery.types.sizes, strict=True)) == TOWN.seats


def test_the_order_of_the_roster_changes_nothing() -> None:
    one, other = fairest(TOWN, FOLK), fairest(TOWN, FOLK[::-1])
    assert isinstance(one, Lottery) and isinstance(other, Lottery)
    assert (one.panels, one.types) == (other.panels, other.types)


def test_forced_and_barred_seats_are_named() -> None:
    of = plan(3, group={"deputy": (1, 1), "cadre": (2, 2), "guest": (0, 0)})
    lottery = fairest(of, [("deputy",), ("cadre",), ("cadre",), ("cadre",), ("guest",)])
    assert isinstance(lottery, Lottery)
    values = lottery.types.values
    assert [values[t] for t in lottery.forced()] == [(0,)]
    assert [values[t] for t in lottery.barred()] == [(2,)]
    assert lottery.probabilities()[values.index((1,))] == pytest.approx(Fraction(2, 3), abs=1e-9)
