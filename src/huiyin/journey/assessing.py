"""A cycle has ended: scores of units and points of officers are posted, scores locked once objections are answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from huiyin.assessment.demerits import actions as demerits
from huiyin.assessment.scoring.actions import lock_score, post
from huiyin.assessment.scoring.queries import to_lock
from huiyin.kernel.clock import SHANGHAI
from huiyin.policy.queries import NoCity, city, policy, score_rules
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
    if current is None or here.hour < HOUR:
        return
    ended = cycle_of(current.first - timedelta(days=1), start, boundary)
    if ended is None:
        return
    if score_rules():
        post(ended.first, ended.last, now=now)
    if policy().demerit_rules:
        demerits.post(ended.first, ended.last, now=now)
