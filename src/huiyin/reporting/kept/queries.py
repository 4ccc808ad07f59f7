"""Reads what is kept, for those of a committee's cases that nobody has to be left out of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value

from huiyin.cases.models import Case
from huiyin.organisations.models import Unit
from huiyin.reporting.kept.models import KeptWeek, Touch
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.weeks import Counts, add, around, runs, weeks_in


@dataclass(frozen=True)
class Kept:
    """What is kept of a period: its weeks as `runs`, what they count together, and the days `around` them."""

    runs: list[Period]
    around: list[Period]
    counts: Counts


Weeks = Mapping[date, list[UUID]]
"""What is kept of each week: a row of each committee."""


def weeks(committees: Collection[int], periods: Iterable[Period], definition: str) -> Weeks:
    """The weeks kept between the first day and the last of these periods, for all of these committees together."""
    mondays = [monday for period in periods for monday in weeks_in(period)]
    if not committees or not mondays:
        return {}
    rows = KeptWeek.objects.filter(
        ~Exists(Touch.objects.filter(week=OuterRef("pk"))),
        committee__in=committees,
        definition=definition,
        first__gte=min(mondays),
        first__lte=max(mondays),
    )
    having = with_cases().filter(pk__in=committees).order_by().annotate(one=Value(1)).values("one")
    found = rows.values("first").annotate(rows=ArrayAgg("pk", order_by="pk"), n=Count("pk"))
    found = found.filter(n=Subquery(having.annotate(n=Count("pk")).values("n")))
    return dict(found.order_by("first").values_list("first", "rows"))


def kept(period: Period, among: Weeks) -> Kept:
    """What is kept of a period; nothing where one of its weeks is counted anew in this very moment."""
    inside = [monday for monday in weeks_in(period) if monday in among]
    try:
        counts = _added(tuple(pk for monday in inside for pk in among[monday]))
    except KeptWeek.DoesNotExist:
        return Kept([], [period], {})
    return Kept(runs(inside), around(period, runs(inside)), counts)


def with_cases() -> QuerySet[Unit]:
    """The committees that have any cases."""
    return Unit.objects.filter(Exists(Case.objects.filter(committee=OuterRef("pk"))))


@lru_cache(64)
def _added(rows: tuple[UUID, ...]) -> Counts:
    """The sum of kept weeks, never to be changed. Nor is a kept week: counted anew, it is another row."""
    found = list(KeptWeek.objects.filter(pk__in=rows).values_list("counts", flat=True)) if rows else []
    if len(found) < len(rows):
        raise KeptWeek.DoesNotExist
    sums: Counts = {}
    for counts in found:
        add(sums, counts)
    return sums
