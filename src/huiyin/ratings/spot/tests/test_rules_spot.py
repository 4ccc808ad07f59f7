"""What looks like a campaign, and when a sum is large enough to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.policy.rules.asking import Floods
from huiyin.ratings.rules.levels import BAD, LEVELS
from huiyin.ratings.spot.rules.counting import Counted, Line, counted
from huiyin.ratings.spot.rules.floods import flooded
from huiyin.ratings.spot.rules.showing import DAYS, LEAST, enough

RUDE = ("rude",)
USUAL = Floods()


@pytest.mark.parametrize(
    ("lines", "usual", "why"),
    [
        ([Line(5, (), 25)], 80, ""),
        ([Line(5, (), 101)], 80, "many"),
        ([Line(5, (), USUAL.fewest - 1)], 1, ""),
        ([Line(5, (), USUAL.fewest)], 1, "many"),
        ([Line(5, (), USUAL.unknown)], None, ""),
        ([Line(5, (), USUAL.unknown + 1)], None, "many"),
        ([Line(1, RUDE, 20), Line(5, (), 2)], 40, "alike"),
        ([Line(1, RUDE, 20), Line(5, (), 9)], 40, ""),
        ([Line(1, RUDE, 10), Line(2, RUDE, 10)], 40, ""),
        ([Line(1, (), 20)], 40, ""),
        ([Line(1, RUDE, 11)], 4, ""),
        ([Line(1, RUDE, 20)], 100, ""),
    ],
)
def test_which_hours_look_like_a_campaign(lines: list[Line], usual: float | None, why: str) -> None:
    assert flooded(lines, usual, USUAL) == why


@pytest.mark.parametrize(
    ("rule", "lines", "usual", "why"),
    [
        (Floods(fewest=40), [Line(5, (), 39)], 1, ""),
        (Floods(fewest=20), [Line(5, (), 29)], 1, "many"),
        (Floods(times=10), [Line(5, (), 101)], 80, ""),
        (Floods(busiest=0.5), [Line(5, (), 101)], 80, ""),
        (Floods(unknown=60), [Line(5, (), 61)], None, "many"),
        (Floods(alike=21), [Line(1, RUDE, 20)], 40, ""),
        (Floods(same=1.0), [Line(1, RUDE, 20), Line(5, (), 1)], 40, ""),
    ],
)
def test_a_city_says_what_is_too_many(rule: Floods, lines: list[Line], usual: float | None, why: str) -> None:
    assert flooded(lines, usual, rule) == why != flooded(lines, usual, USUAL)


@pytest.mark.parametrize(
    ("good", "bad", "days", "shown"),
    [
        (LEAST, 0, DAYS, True), (LEAST - 1, 0, 60, False), (LEAST, 0, DAYS - 1, False),
        (2, 8, DAYS, True), (1, 9, DAYS, False), (0, 29, DAYS, False), (0, 30, DAYS, True),
    ],
)  # fmt: skip
def test_when_a_tally_is_shown(good: int, bad: int, days: int, shown: bool) -> None:
    assert enough(Counted({5: good, 1: bad}), days) is shown


def tallies(days: Sequence[Counted]) -> list[tuple[int, int, Counted]]:
    """What is ever shown of a place that was rated so on each day: first day, last day, sums."""
    shown, since, heap = [], 0, Counted()
    for day, came in enumerate(days):
        if not heap.total:
            since = day
        heap += came
        if enough(heap, day - since + 1):
            shown.append((since, day, heap))
            heap = Counted()
    return shown


DAY = st.dictionaries(st.sampled_from(LEVELS), st.integers(0, 4), max_size=5).map(Counted)


@given(st.lists(DAY, min_size=1, max_size=120))
def test_no_difference_of_two_figures_singles_anybody_out(days: list[Counted]) -> None:
    """Whoever reads all figures of all periods can only add and take away whole tallies."""
    shown = [tally for _, _, tally in tallies(days)]
    sums = list(accumulate((t.total for t in shown), initial=0))
    differences = {b - a for i, a in enumerate(sums) for b in sums[i + 1 :]}
    assert all(d >= LEAST for d in differences)
    assert all(t.total - t.bad >= 2 or not t.bad or t.total >= 30 for t in shown)


@given(st.lists(st.builds(Line, st.sampled_from(LEVELS), st.just(RUDE), st.integers(1, 50)), max_size=20))
def test_sums_lose_nothing(lines: list[Line]) -> None:
    both = counted(lines) + counted(lines)
    assert both.total == both.faults.get("rude", 0) == 2 * sum(line.count for line in lines)
    assert both.bad == 2 * sum(line.count for line in lines if line.level in BAD)
