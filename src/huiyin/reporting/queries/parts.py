"""A period in parts: of the weeks that are kept what is kept; the days around them, or beyond it, are counted live.

What is kept counts all cases of the viewer's committees. What is left out for the viewer is counted live and taken off,
what they see besides is added: the same for every viewer, so that no waiting tells of a case.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from huiyin.cases.queries import visible
from huiyin.cases.search.ways import besides, left_out, overseen
from huiyin.kernel.actor import Actor
from huiyin.reporting.kept.queries import Weeks, kept, weeks
from huiyin.reporting.queries.conditions import definition
from huiyin.reporting.queries.counting import Cases
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.weeks import Counts, add

Count = Callable[[Cases, Sequence[Period]], Counts]
"""Counts cases in some periods, live."""


@dataclass(frozen=True)
class Sight:
    """The viewer's cases, the same told otherwise, and the weeks that are kept of them: looked up once for a page.

    They are all of their committees' that are open to see, without those `left_out` for them, and with some `besides`.
    """

    cases: Cases
    left_out: Cases
    besides: Cases
    weeks: Weeks


def sight_of(viewer: Actor) -> Sight:
    means = definition()
    one, other, more = (Cases(made, viewer, means) for made in (visible, left_out, besides))
    return Sight(one, other, more, weeks(overseen(viewer), means))


def in_parts(sight: Sight, period: Period, measures: Collection[str], count: Count) -> Counts:
    """What `count` would say of all the viewer's cases in a period, of these measures."""
    known = kept(period, sight.weeks)
    sums: Counts = {}
    add(sums, known.counts, only=measures)
    for sign, cases, parts in (
        (1, sight.cases, known.around),
        (-1, sight.cases, known.beyond),
        (-1, sight.left_out, known.runs),
        (1, sight.besides, known.runs),
    ):
        if parts:
            add(sums, count(cases, parts), sign)
    return sums
