"""When a tally is large enough to be shown: whoever knows who came on which day must not learn what one of them said.

A tally once shown never changes, and every figure anywhere is a sum of shown tallies. So the difference of any two
figures is such a sum, too, and no cleverness gets below one tally.
"""

from __future__ import annotations

from huiyin.ratings.spot.rules.counting import Counted

LEAST = 10
"""Ratings in a tally."""

DAYS = 7
"""Days that a tally spans at least, so that the date says nothing about a visit."""

OTHERS = 2
"""So many good ones must be among bad ratings; else everybody who came would be known to have given a bad one."""

CROWD = 30
"""Of so many, nobody is singled out by all being of one opinion."""


def enough(tally: Counted, days: int) -> bool:
    """Whether a tally that spans `days` days may be closed and shown."""
    if tally.total < LEAST or days < DAYS:
        return False
    return tally.total >= CROWD or not tally.bad or tally.total - tally.bad >= OTHERS
