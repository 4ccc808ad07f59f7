"""The first days of Xianning's story: ratings are taken and forgotten, leads go their way, each morning is reported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from tests.story.lived import Lived, living, own_database

__all__ = ["own_database"]


@pytest.fixture(scope="module")
def lived(own_database: None) -> Iterator[Lived]:
    with living("xianning", until=date(2023, 1, 6)) as story:
        yield story


def test_ratings_are_sums_and_nothing_is_left_that_leads_back(lived: Lived) -> None:
    measured = lived.lines["S1-30"].measured
    assert measured["ratings"] > 800 and measured["days_closed"] == 2
    assert measured["rows_of_past_days_left"] == measured["keys_of_past_days_left"] == 0
    assert measured["page"] == 200 and measured["shown_in_sums"] == 0, "no sum spans a week yet"


def test_leads_from_ratings_go_to_units_at_once(lived: Lived) -> None:
    line = lived.lines["S1-32"]
    assert line.ok and line.measured["given_out"] > 3


def test_each_day_is_summed_up_and_reported(lived: Lived) -> None:
    measured = lived.lines["S1-21"].measured
    assert measured["days_reported"] == 3 and set(measured["pages"]) == {200}


def test_the_funnel_is_of_what_came(lived: Lived) -> None:
    measured = lived.lines["S1-31"].measured
    assert measured["leads"] == sum(letter.plan.channel == "rating" for letter in lived.letters)
