"""A cycle has ended: the units' scores are posted, and locked once objections are answered (S0-24)."""

from __future__ import annotations

from datetime import datetime, timedelta

from huiyin.assessment.scoring.actions import lock_score, post
from huiyin.assessment.scoring.queries import to_lock
from huiyin.kernel.clock import SHANGHAI
from huiyin.policy.queries import NoCity, city, score_rules
from huiyin.reporting.rules.cycles import cycle_of

HOUR = 8
"""When the first day after a cycle's end begins."""


def assess(now: datetime) -> None:
    """Posts the scores of the cycle that ended last, and locks those whose time is over."""
    for pk in to_lock(now):
        lock_score(pk, now=now)
    here = now.astimezone(SHANGHAI)
    try:
        start, boundary = city().start, city().cycle_day
    except NoCity:
        return
    current = cycle_of(here.date(), start, boundary)
    if current is None or here.hour < HOUR or not score_rules():
        return
    ended = cycle_of(current.first - timedelta(days=1), start, boundary)
    if ended is not None:
        post(ended.first, ended.last, now=now)
