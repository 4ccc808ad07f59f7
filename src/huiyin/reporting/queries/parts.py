"""A period in parts: of the weeks that are kept what is kept, of the days around them what is counted live.

What is kept counts all cases of the viewer's committees. What is left out for the viewer is counted live and taken off,
what they see besides is added: the same for every viewer, so that no waiting tells of a case.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256

from django.db.models import QuerySet

from huiyin.cases.models import Case
from huiyin.cases.queries import visible
from huiyin.cases.search.ways import Reach, reach
from huiyin.kernel.actor import Actor
from huiyin.policy.queries import policy
from huiyin.reporting.kept.queries import Weeks, kept, weeks
from huiyin.reporting.queries.conditions import condition, moments
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.measures import KEPT, OUTSIDE, ROUTED
from huiyin.reporting.rules.weeks import Counts, add

Count = Callable[[QuerySet[Case], list[Period]], Counts]
"""Counts cases in some periods, live."""


@dataclass(frozen=True)
class Sight:
    """The viewer's cases, the same told otherwise, and the weeks that are kept of them: looked up once for a page."""

    cases: QuerySet[Case]
    reach: Reach
    weeks: Weeks


def sight_of(viewer: Actor) -> Sight:
    theirs = reach(viewer)
    return Sight(visible(viewer), theirs, weeks(theirs.committees, definition()))


def in_parts(sight: Sight, period: Period, measures: Collection[str], count: Count) -> Counts:
    """What `count` would say of all the viewer's cases in a period, of these measures."""
    known = kept(period, sight.weeks)
    sums: Counts = {}
    add(sums, known.counts, only=measures)
    for sign, cases, parts in (
        (1, sight.cases, known.around),
        (-1, sight.reach.left_out, known.runs),
        (1, sight.reach.besides, known.runs),
    ):
        if parts:
            add(sums, count(cases, parts), sign)
    return sums


def definition() -> str:
    """A digest of how a week is counted: it changes with what a measure means, in the program or for the city."""
    return _digest(policy().watches.get("late_entry"))


@cache
def _digest(late_entry: int | None) -> str:
    """`late_entry`: of all the city's rules the one by which a kept measure counts."""
    week = Period(date(2022, 2, 14), date(2022, 2, 20))
    wanted = (condition(measure, week, now=moments(week)[1]) for measure in (*KEPT, *OUTSIDE, *ROUTED))
    asked = [str(Case.objects.filter(one).values_list("pk").query) for one in wanted]
    return sha256("\n".join(asked).encode()).hexdigest()
