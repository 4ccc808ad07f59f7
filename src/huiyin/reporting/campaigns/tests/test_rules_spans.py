"""Before, during and after are equally long, or say that they aren't."""

from __future__ import annotations

from datetime import date

from huiyin.reporting.campaigns.rules.spans import spans
from huiyin.reporting.rules.cycles import Period

START = date(2015, 3, 2)
FIRST, LAST = date(2015, 5, 1), date(2015, 5, 31)


def test_the_days_before_and_after_are_as_many_as_those_of_the_campaign() -> None:
    assert spans(FIRST, LAST, START, date(2015, 8, 1)) == {
        "before": (Period(date(2015, 3, 31), date(2015, 4, 30)), True),
        "during": (Period(FIRST, LAST), True),
        "after": (Period(date(2015, 6, 1), date(2015, 7, 1)), True),
    }


def test_what_has_not_come_or_lies_before_the_launch_is_not_whole() -> None:
    found = spans(date(2015, 3, 10), date(2015, 4, 9), START, date(2015, 3, 20))
    assert found["before"] == (Period(START, date(2015, 3, 9)), False)
    assert found["during"] == (Period(date(2015, 3, 10), date(2015, 3, 20)), False)
    assert found["after"] == (None, False)
    assert spans(START, START, START, START)["before"] == (None, False)
