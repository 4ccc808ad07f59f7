"""The small city where units, windows and officers are rated by scanning their code."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.cast import MORNING, Cast, blueprint

from huiyin.kernel.actor import SYSTEM


def begin_rating() -> None:
    """From now on the city offers faults to choose from, and reports that follow from a rating have a channel."""
    from huiyin.policy import actions as policy
    from huiyin.policy.rules.asking import Fault
    from huiyin.policy.rules.channels import Channel

    plain = blueprint()
    rating = Channel(code="rating", name="扫码评议", name_en="Scanned rating", way="rating")
    faults = (
        Fault(code="rude", text="态度不好", text_en="Unfriendly", problem_type="B1"),
        Fault(code="slow", text="办得太慢", text_en="Too slow", problem_type="B4"),
        Fault(code="favours", text="索要好处", text_en="Asked for favours", problem_type="C1"),
    )
    policy.load(replace(plain, channels=(*plain.channels, rating), faults=faults), by=SYSTEM, now=MORNING)


@pytest.fixture
def rated_city(city: Cast) -> Cast:
    begin_rating()
    return city
