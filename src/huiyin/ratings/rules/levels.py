"""The five levels of the national scale (GB/T 39735; facts 1.5)."""

from __future__ import annotations

from datetime import date, timedelta

from huiyin.kernel.lifecycle import Refused

LEVELS = (5, 4, 3, 2, 1)
"""非常满意, 满意, 基本满意, 不满意, 非常不满意."""

BAD = frozenset({1, 2})
"""差评: somebody calls back."""

RESULTS = ("reached", "again", "not_reached", "wrong_number", "refused")
"""已接通, 改天再打, 无人接听, 号码不对, 不愿接受回访."""

PUT_OFF_DAYS = 30
"""A call is put off by at most so many days: the answer must still be remembered."""
WORDS_LIMIT = 1000


def satisfied_share(levels: list[int]) -> tuple[int, int]:
    """How many of `levels` are at least 基本满意, and of how many: numerator and denominator, never a bare share."""
    return sum(level not in BAD for level in levels), len(levels)


def put_off(result: str, again_on: date | None, today: date) -> Refused | None:
    """Whether a call may be put off to that day: later than today, not too late; and only where it is put off."""
    if (result == "again") != (again_on is not None):
        return Refused("missing" if result == "again" else "unknown_choice", {"field": "again_on"})
    if again_on and not today < again_on <= today + timedelta(days=PUT_OFF_DAYS):
        return Refused("unknown_choice", {"field": "again_on"})
    return None
