"""Which cases a measure counts: each is defined here, once, and used by every page, paper, export and the replay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cache, reduce
from hashlib import sha256
from operator import or_

from django.db.models import F, Q

from huiyin.cases.models import Case
from huiyin.cases.queries import late as late_at
from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.prepared import Given, Moment
from huiyin.policy.queries import policy
from huiyin.ratings.queries import reached
from huiyin.ratings.rules.levels import BAD
from huiyin.reporting.queries.leads import funnel, onward
from huiyin.reporting.queries.outside import beside
from huiyin.reporting.queries.suggestions import suggested
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.measures import (
    CALLED,
    HERE,
    KEPT,
    LAST_CALLED,
    ONWARD,
    OUTSIDE,
    ROUTED,
    STAGES,
    SUGGESTED,
    UNANSWERED,
)

CALLS = (*CALLED, *LAST_CALLED.values())

Times = tuple[Moment, Moment]
"""From a moment up to another."""


def moments(period: Period) -> tuple[datetime, datetime]:
    """The first moment of a period and the first after it."""
    start = datetime.combine(period.first, time(), SHANGHAI)
    return start, datetime.combine(period.last + timedelta(days=1), time(), SHANGHAI)


def given(number: int) -> list[Times]:
    """What stands for so many times in a statement that is worded once; `moments_of` fills it."""
    return [(Given(f"from{place}"), Given(f"until{place}")) for place in range(number)]


def moments_of(periods: Sequence[Period]) -> dict[str, datetime]:
    """The moments of so many periods as `given` calls them."""
    named = {}
    for place, period in enumerate(periods):
        named[f"from{place}"], named[f"until{place}"] = moments(period)
    return named


def condition(measure: str, period: Period, *, now: datetime) -> Q:
    """Which cases a measure counts. Raises KeyError for a measure there isn't.

    `closed` are those of the due ones answered by the period's end, or by now while it runs (S0-29).
    """
    return _condition(measure, moments(period), now)


def _condition(measure: str, times: Times, now: Moment) -> Q:
    start, end = times
    late_now = late_of_units(now)
    if measure in STAGES:
        return Q(state__in=STAGES[measure]) & ~late_now
    here = ~Q(answered_at__lt=F("opened_at"))  # what was answered before it came here was promised to nobody
    answered = Q(answered_at__gte=start, answered_at__lt=end)
    if measure in OUTSIDE:
        return beside(answered & here, policy())[measure]
    if measure in CALLS:
        return reached([(start, end)])[measure]
    if measure in SUGGESTED:
        return suggested(start, end)[measure]
    if measure in ONWARD:
        return onward(start, end)[measure]
    due = Q(promised_at__gte=start, promised_at__lt=end) & here
    rated = Q(report__rating__at__gte=start, report__rating__at__lt=end)
    dispatched = Q(report__routing__given_at__gte=start, report__routing__given_at__lt=end)
    automated = dispatched & Q(report__routing__by_machine=True)
    plain = {
        "received": Q(received_at__gte=start, received_at__lt=end),
        "answered": answered,
        HERE: answered & here,
        "due": due,
        "closed": due & Q(answered_at__lt=end, answered_at__lte=now),
        UNANSWERED: due & Q(answered_at=None),
        "rated": rated,
        "satisfied": rated & Q(report__rating__level__gt=max(BAD)),
        "badly_rated": rated & Q(report__rating__level__in=BAD),
        "given": dispatched,
        "automated": automated,
        "overridden": automated & Q(report__routing__overridden_at__isnull=False),
        "late": late_now,
        "unfinished": ~Q(state__in=STAGES["done"]),
    }
    return plain[measure] if measure in plain else funnel(start, end)[measure]


def any_of(times: Sequence[Times], measure: str, now: Moment | None = None) -> Q:
    """Which cases a measure counts in any of some times. `now`: of measures that speak of now."""
    if not times:
        return Q(pk__in=[])
    if measure in CALLS:  # one look for calls, where the planner may begin with them
        return reached(times)[measure]
    return reduce(or_, (_condition(measure, part, now or part[1]) for part in times))


def late_of_units(now: Moment) -> Q:
    """A revisit that is late after the answer isn't the unit's: it stands in the clerks' list of work."""
    return late_at(now) & ~Q(state__in=STAGES["done"])


def definition() -> str:
    """A digest of how cases are counted: it changes with what a measure means, in the program or for the city."""
    return _digest(policy().watches.get("late_entry"))


@cache
def _digest(late_entry: int | None) -> str:
    """`late_entry`: of all the city's rules the one by which a measure counts."""
    week = Period(date(2022, 2, 14), date(2022, 2, 20))
    wanted = (condition(measure, week, now=moments(week)[1]) for measure in (*KEPT, *OUTSIDE, *ROUTED))
    asked = [str(Case.objects.filter(one).values_list("pk").query) for one in wanted]
    return sha256("\n".join(asked).encode()).hexdigest()
