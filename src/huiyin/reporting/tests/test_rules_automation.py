"""The automation rate never stands without its precision, and a few say little."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.reporting.rules.automation import added_up, wilson
from huiyin.reporting.rules.measures import Share

FIGURES = added_up(
    [("", "", 3, 0, 0), ("lights", "", 8, 8, 1), ("", "unit-2", 6, 4, 1), ("noise", "", 1, 0, 0)]
)


def test_rate_and_precision_add_up_over_rules_and_versions() -> None:
    assert (FIGURES.rate, FIGURES.right) == (Share(12, 18), Share(10, 12))
    assert [(one.rule, one.version, one.right) for one in FIGURES.by_program] == [
        ("lights", "", Share(7, 8)),
        ("", "unit-2", Share(3, 4)),
    ]


@pytest.mark.parametrize(
    ("share", "between"),
    [
        (Share(0, 0), None),
        (Share(1, 1), (20.7, 100.0)),
        (Share(0, 10), (0.0, 27.8)),
        (Share(81, 263), (25.5, 36.6)),  # Newcombe 1998, table I
        (Share(15, 148), (6.2, 16.0)),
    ],
)
def test_the_interval_is_wilsons(share: Share, between: tuple[float, float] | None) -> None:
    assert wilson(share) == between


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_in_its_interval(drawn: tuple[int, int]) -> None:
    share = Share(*drawn)
    low, high = wilson(share) or (0, 0)
    assert (
        0 <= low <= share.part / share.whole * 100 + 0.06
        and share.part / share.whole * 100 - 0.06 <= high <= 100
    )
