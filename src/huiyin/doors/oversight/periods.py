"""Which time a page of figures is about: from the launch, a cycle, a week, or any days that the reader names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import QueryDict
from django.utils.translation import gettext as _

from huiyin.doors.shared import times
from huiyin.policy.models import City
from huiyin.reporting.rules.cycles import Period, cycle_of, cycles, week_of

SHOWN = 4
"""Cycles offered as links; earlier ones are reached by their days."""
LONGEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Choice:
    label: str
    period: Period
    current: bool

    @property
    def query(self) -> str:
        return query(self.period)


def query(period: Period) -> str:
    """The period as it stands in an address."""
    return f"first={period.first.isoformat()}&last={period.last.isoformat()}"


def asked(given: QueryDict, city: City, today: date) -> Period:
    """The period an address names; from the launch to today where it names none that makes sense."""
    whole = since_launch(city, today)
    try:
        period = Period(date.fromisoformat(given.get("first", "")), date.fromisoformat(given.get("last", "")))
    except ValueError:
        return whole
    sensible = period.first <= period.last and period.last - period.first <= LONGEST
    return period if sensible and date(1949, 10, 1) <= period.first <= date(9000, 1, 1) else whole


def since_launch(city: City, today: date) -> Period:
    return Period(min(city.start, today), today)


def cycle_at(period: Period, city: City) -> Period:
    """The cycle in which the period ends; before the first one, the first."""
    last = max(period.last, city.start)
    found = cycle_of(last, city.start, city.cycle_day)
    return found or period


def choices(current: Period, city: City, today: date) -> list[Choice]:
    """What is one click away."""
    offered = [(_("Since the launch"), since_launch(city, today))]
    known = list(cycles(city.start, city.cycle_day, max(today, city.start)))
    for number, cycle in list(enumerate(known, 1))[-SHOWN:][::-1]:
        offered.append((_("Cycle %(number)s") % {"number": number}, cycle))
    week = week_of(today)
    offered += [(_("This week"), week), (_("Last week"), week_of(week.first - timedelta(days=1)))]
    return [Choice(label, period, period == current) for label, period in offered]


def spoken(period: Period, today: date) -> str:
    """ "2 月 14 日 至 3 月 20 日"."""
    blanks = {"first": times.day(period.first, today), "last": times.day(period.last, today)}
    return _("%(first)s to %(last)s") % blanks
