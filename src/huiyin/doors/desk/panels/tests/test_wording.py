"""A quota that has to give way is said in the city's words, and never loses a number."""

from __future__ import annotations

import pytest
from tests.cast import Cast

from huiyin.doors.desk.panels.wording import relaxed
from huiyin.panels.rules.relaxing import Relaxation

pytestmark = pytest.mark.django_db


def test_a_relaxation_says_before_and_after_even_where_the_city_has_no_word(city: Cast) -> None:
    said = relaxed(Relaxation("group", "deputy", "least", 22, 19))
    assert all(part in said for part in ("group", "deputy", "22", "19"))
