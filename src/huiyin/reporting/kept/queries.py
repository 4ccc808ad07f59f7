"""Reads what is kept, for those of a committee's cases that nobody has to be left out of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast

from huiyin.cases.models import Case
from huiyin.ledger.prepared import Fixed, Given, Many
from huiyin.organisations.models import Unit
from huiyin.reporting.kept.models import KeptWeek, Touch
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.weeks import Counts, add, around, beyond, runs, weeks_in

MOST = 4
"""Days of a week that are most of it."""


@dataclass(frozen=True)
class Kept:
    """What is kept of a period: the weeks of which most days lie in it, as `runs`, and what they count together.

    The days of the period `around` them are to be added, those `beyond` it to be taken off: by either way the fewer.
    """

    runs: list[Period]
    around: list[Period]
    beyond: list[Period]
    counts: Counts


Weeks = Mapping[date, str]
"""The weeks of which something is kept: its rows, one of each committee, as one word."""


def weeks(committees: Collection[int], definition: str) -> Weeks:
    """The weeks that are kept for all of these committees together."""
    return dict(_WEEKS.all(committees=list(committees), definition=definition)) if committees else {}


def _weeks() -> QuerySet[KeptWeek, tuple[date, str]]:
    rows = KeptWeek.objects.filter(
        ~Exists(Touch.objects.filter(week=OuterRef("pk"))),
        committee__in=Many("committees"),
        definition=Given("definition"),
    )
    having = with_cases().filter(pk__in=Many("committees")).order_by().annotate(one=Value(1)).values("one")
    word = StringAgg(Cast("pk", TextField()), delimiter=",", order_by="pk")
    found = rows.values("first").annotate(rows=word, n=Count("pk"))
    found = found.filter(n=Subquery(having.annotate(n=Count("pk")).values("n")))
    return found.order_by("first").values_list("first", "rows")


_WEEKS = Fixed(_weeks)


def kept(period: Period, among: Weeks) -> Kept:
    """What is kept of a period; nothing where one of its weeks is counted anew in this very moment."""
    inside = [monday for monday in weeks_in(period, MOST) if monday in among]
    try:
        counts = _added(tuple(among[monday] for monday in inside))
    except KeptWeek.DoesNotExist:
        return Kept([], [period], [], {})
    taken = runs(inside)
    return Kept(taken, around(period, taken), beyond(period, taken), counts)


def with_cases() -> QuerySet[Unit]:
    """The committees that have any cases."""
    return Unit.objects.filter(Exists(Case.objects.filter(committee=OuterRef("pk"))))


@lru_cache(64)
def _added(words: tuple[str, ...]) -> Counts:
    """The sum of kept weeks, never to be changed. Nor is a kept week: counted anew, it is another row."""
    rows = [pk for word in words for pk in word.split(",")]
    found = list(KeptWeek.objects.filter(pk__in=rows).values_list("counts", flat=True)) if rows else []
    if len(found) < len(rows):
        raise KeptWeek.DoesNotExist
    sums: Counts = {}
    for counts in found:
        add(sums, counts)
    return sums
