"""Reads what is kept, for those of a committee's cases that nobody has to be left out of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
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
    """What is kept of a period: its weeks in `runs`, the days `around` them, `counts` of all and totals `by_week`."""

    period: Period
    counts: Counts = field(default_factory=dict)
    by_week: Mapping[date, Mapping[str, int]] = field(default_factory=dict)

    @property
    def runs(self) -> list[Period]:
        return runs(self.by_week)

    @property
    def around(self) -> list[Period]:
        return around(self.period, self.runs)


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
    found = rows.values("first").annotate(rows=ArrayAgg("pk"), n=Count("pk"))
    found = found.filter(n=Subquery(having.annotate(n=Count("pk")).values("n")))
    return dict(found.order_by("first").values_list("first", "rows"))


def kept(period: Period, among: Weeks) -> Kept:
    """What is kept of a period; nothing where one of its weeks is counted anew in this very moment."""
    rows = tuple(pk for monday in weeks_in(period) for pk in among.get(monday, ()))
    try:
        return Kept(period, *_added(rows)) if rows else Kept(period)
    except KeptWeek.DoesNotExist:
        return Kept(period)


def with_cases() -> QuerySet[Unit]:
    """The committees that have any cases."""
    return Unit.objects.filter(Exists(Case.objects.filter(committee=OuterRef("pk"))))


@lru_cache(64)
def _added(weeks: tuple[UUID, ...]) -> tuple[Counts, Mapping[date, Mapping[str, int]]]:
    """The sums of kept weeks, and the totals of each. A kept week never changes: counted anew, it is another row."""
    rows = list(KeptWeek.objects.filter(pk__in=weeks).values_list("first", "counts"))
    if len(rows) < len(weeks):
        raise KeptWeek.DoesNotExist
    sums: Counts = {}
    totals: dict[date, Counter[str]] = defaultdict(Counter)
    for first, counts in rows:
        add(sums, counts)
        totals[first].update(counts.get("", {}).get("", {}))
    return sums, totals
