"""Which figures may stand against each other, and by how much they moved."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from huiyin.panels.rules.indicators import Span, change, incomparable

TODAY = date(2024, 6, 25)


def span(since: str, until: str, value: str = "100") -> Span:
    return Span(date.fromisoformat(since), date.fromisoformat(until), Decimal(value))


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ("500", "386", "-22.8"),
        ("3", "4", "33.3"),
        ("2000", "2001", "0.1"),
        ("2000", "1999", "-0.1"),
        ("7", "7", "0.0"),
    ],
)
def test_a_change_is_a_share_of_what_was_before(before: str, after: str, moved: str) -> None:
    assert change(Decimal(before), Decimal(after)) == Decimal(moved)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (span("2023-01-01", "2023-05-31"), span("2024-01-01", "2024-05-31"), ""),  # a leap day is no difference
        (span("2024-01-01", "2024-03-31"), span("2024-04-01", "2024-05-31"), "spans_differ"),
        (span("2024-03-04", "2024-03-10"), span("2024-03-11", "2024-03-17"), ""),
        (span("2023-02-02", "2023-03-01"), span("2024-02-02", "2024-03-01"), "spans_differ"),
        (span("2024-01-01", "2024-02-29"), span("2024-02-01", "2024-03-31"), "spans_overlap"),
        (span("2023-01-01", "2023-06-30"), span("2024-01-01", "2024-06-30"), "span_not_over"),
        (span("2023-05-31", "2023-01-01"), span("2024-01-01", "2024-05-31"), "span_backwards"),
        (span("2023-01-01", "2023-01-31", "0"), span("2024-01-01", "2024-01-31"), "nothing_before"),
        (span("2023-01-01", "2023-01-31"), span("2024-01-01", "2024-01-31", "-1"), "below_zero"),
    ],
)  # fmt: skip
def test_only_what_is_over_and_as_long_is_compared(before: Span, after: Span, reason: str) -> None:
    refused = incomparable(before, after, TODAY)
    assert (refused.reason if refused else "") == reason
