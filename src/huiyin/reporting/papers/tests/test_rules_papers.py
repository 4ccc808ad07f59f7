"""On which day which paper is about which period, and how figures read."""

from __future__ import annotations

from datetime import date

import pytest

from huiyin.documents.official import levelled
from huiyin.reporting.papers.rules.calendar import due, quarter_of
from huiyin.reporting.papers.rules.wording import bars, most, rate, rising, scored
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.measures import Share

START = date(2022, 2, 14)


@pytest.mark.parametrize(
    ("every", "day", "today", "period"),
    [
        ("week", 1, date(2022, 2, 20), None),
        ("week", 1, date(2022, 2, 21), Period(date(2022, 2, 14), date(2022, 2, 20))),
        ("week", 3, date(2022, 2, 22), None),
        ("week", 3, date(2022, 2, 25), Period(date(2022, 2, 14), date(2022, 2, 20))),
        ("cycle", 2, date(2022, 3, 15), None),
        ("cycle", 2, date(2022, 3, 16), Period(date(2022, 2, 14), date(2022, 3, 14))),
        ("quarter", 15, date(2022, 4, 14), None),
        ("quarter", 15, date(2022, 4, 15), Period(date(2022, 2, 14), date(2022, 3, 31))),
        ("quarter", 15, date(2022, 7, 20), Period(date(2022, 4, 1), date(2022, 6, 30))),
        ("quarter", 15, date(2022, 2, 20), None),
    ],
)
def test_a_paper_is_about_the_period_before(every: str, day: int, today: date, period: Period | None) -> None:
    assert due(every, day, today, START, 14) == period


@pytest.mark.parametrize("day", [date(2022, 1, 1), date(2022, 12, 31), date(2024, 2, 29)])
def test_quarters_are_those_of_the_year(day: date) -> None:
    found = quarter_of(day)
    assert day in found and found.first.day == 1 and (found.last - found.first).days in (89, 90, 91)


def test_a_share_of_too_few_has_no_percentage() -> None:
    assert (
        rate("closing", Share(43, 43), "应办结{whole}件，已办结{part}件")
        == "应办结43件，已办结43件，办结率100%"
    )
    assert rate("closing", Share(1, 3), "应办结{whole}件，已办结{part}件") == "应办结3件，已办结1件"


def test_bars_show_the_largest_and_sum_up_the_rest() -> None:
    lines = bars([(f"第{n}类", 20 - n) for n in range(12)]).splitlines()
    assert lines[0].endswith("■" * 16) and lines[-1] == "其余：19件" and len(lines) == 11
    assert bars([]) == "本期没有。"


def test_a_first_period_is_compared_with_nothing() -> None:
    assert most([("甲类", 5), ("乙类", 3), ("丙类", 2), ("丁类", 1)]) == (
        "没有完整的上期可比。件数居前的是甲类5件、乙类3件、丙类2件。"
    )
    assert most([]) == "本期没有。"


def test_nobody_is_ranked_by_few_cases_and_what_grew_comes_first() -> None:
    said = scored([("甲", 98.5, 20, 1), ("乙", 100.0, 2, None)])
    assert said.startswith("1. 甲：98.5分") and "不参加排名的：乙" in said
    grouped = scored([("甲", 90.0, 1, None), ("乙", 100.0, 2, None), ("丙", 100.0, 3, None)])
    assert grouped.endswith("：乙（2件）、丙（3件）100分；甲（1件）90分。")
    assert rising({"a": 5, "b": 2, "c": 1}, {"a": 1, "b": 2}) == [("a", 1, 5), ("c", 0, 1)]


def test_each_line_of_bars_is_printed_as_a_bar() -> None:
    """Papers are edited as text: what this chapter writes is what the printer knows as a chart."""
    found = list(
        levelled([*bars([("人大、政协：提案", 8), ("来访", 1)]).splitlines(), "其余：3件", "一、总体情况"])
    )
    assert [one["level"] for one in found] == ["bar", "bar", "plain", "first"]
    assert (found[0]["label"], found[0]["count"], found[0]["squares"]) == ("1. 人大、政协：提案", "8件", 16)
