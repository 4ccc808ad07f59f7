"""Somebody tries to single a person out from public figures: every sum and difference, of all tables and periods."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest

from huiyin.reporting.public.rules.safe import LEAST, OTHER, Report, merged, singles_out, tables

FEATURES = ("system", "matter", "result")


def city(seed: int) -> list[Report]:
    """Reports of one period: some systems have matters of their own, some values are rare, some nest."""
    rng = random.Random(seed)
    many = rng.choice((12, 25, 40, 90, 300))
    reports = []
    for _ in range(many):
        system = rng.choices(("police", "court", "justice", "procuratorate"), (60, 25, 10, 3))[0]
        matter = (
            "request" if system == "justice" and rng.random() < 0.9 else rng.choice(("complaint", "question"))
        )
        result = "declined" if matter == "question" else rng.choice(("proved", "disproved", "open"))
        reports.append((system, matter, result))
    return reports


def rows_of(reports: list[Report], shown: dict[str, dict[str, int]]) -> list[np.ndarray]:
    """Whom each published figure counts, person by person: what an attacker doesn't see but adds up."""
    figures = [np.ones(len(reports), dtype=np.int8)]
    for feature, counts in shown.items():
        at = FEATURES.index(feature)
        own = [report[at] if report[at] in counts else OTHER for report in reports]
        for name, count in counts.items():
            figure = np.array([one == name for one in own], dtype=np.int8)
            assert figure.sum() == count, "what is published is what was counted"
            figures.append(figure)
    return figures


def found_by(figures: list[np.ndarray]) -> set[int]:
    """Sizes of all groups that some sum or difference of the figures counts."""
    people = np.stack(figures)
    sizes = set()
    signs = itertools.product((-1, 0, 1), repeat=len(figures))
    while batch := list(itertools.islice(signs, 20_000)):
        sums = np.array(batch, dtype=np.int8) @ people
        sizes |= set(sums[((sums == 0) | (sums == 1)).all(axis=1)].sum(axis=1).tolist())
    return sizes - {0}


@pytest.mark.parametrize("seed", range(8))
def test_no_sum_or_difference_of_public_figures_counts_fewer_than_so_many(seed: int) -> None:
    """The attacker adds up people one by one, as the rule never does."""
    reports = city(seed)
    figures = rows_of(reports, tables(reports, FEATURES))[:9]
    assert not [size for size in found_by(figures) if size < LEAST]


def test_over_periods_too_for_what_is_published_of_one_is_about_nobody_of_the_other() -> None:
    """Figures of two periods at once, and what isn't published of a third."""
    one, two = city(2)[:40], city(3)[:40]
    here, there = (np.zeros(len(reports), dtype=np.int8) for reports in (one, two))
    first = [np.concatenate([figure, there]) for figure in rows_of(one, tables(one, FEATURES))]
    second = [np.concatenate([here, figure]) for figure in rows_of(two, tables(two, FEATURES))]
    figures = first[:4] + second[:5]
    assert not [size for size in found_by(figures) if size < LEAST]
    assert tables(one[: LEAST - 1], FEATURES) == {}


def test_the_attack_finds_somebody_where_nothing_is_done_about_it() -> None:
    """Else the tests above would prove nothing: plain tables of the same reports give people away."""
    reports = city(4)
    plain = {
        feature: {
            name: sum(one[i] == name for one in reports) for name in sorted({one[i] for one in reports})
        }
        for i, feature in enumerate(FEATURES[:2])
    }
    assert [size for size in found_by(rows_of(reports, plain)) if size < LEAST]


def test_a_small_row_is_told_with_others_and_never_alone() -> None:
    assert merged(["a"] * 30 + ["b"] * 12 + ["c"] * 3) == {"a": "a", "b": OTHER, "c": OTHER}
    assert merged(["a"] * 30 + ["b"] * 12) == {"a": "a", "b": "b"}
    assert set(merged(["a"] * 30 + ["b"] * 3).values()) == {OTHER}
    assert merged(["a"] * 50 + ["b"] * 40 + ["c"] * 30 + ["d"] * 20 + ["e"] * 15)["e"] == OTHER


def test_what_nests_within_few_isnt_shown_side_by_side() -> None:
    """All requests but three are about justice: justice without requests would be three people."""
    nested = [("justice", "request")] * 20 + [("justice", "complaint")] * 3 + [("police", "complaint")] * 40
    assert singles_out(nested)
    assert list(tables(nested, ("system", "matter"))) == ["system"]
    assert not singles_out([("justice", "request")] * 20 + [("police", "complaint")] * 40)
