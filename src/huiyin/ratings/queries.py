"""Reads of ratings. Who rated is known to nobody but through the report's own seal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, Expression, OuterRef, Q, QuerySet

from huiyin.intake.models import Report
from huiyin.ledger.prepared import Moment
from huiyin.ratings.models import Rating, Revisit
from huiyin.ratings.rules.levels import BAD, RESULTS


def rating_of(report: Report) -> Rating | None:
    """The rating of a report's answer."""
    return Rating.objects.filter(report=report).first()


def revisits_of(report: Report) -> list[Revisit]:
    """The phone revisits, oldest first."""
    return list(Revisit.objects.filter(report=report).select_related("by").order_by("at", "pk"))


def waits_again(on: date | Expression) -> Q:
    """Of cases: those whose reporter asked, when last called, to be called again later than `on`."""
    later = Revisit.objects.filter(report=OuterRef("report"), pk__gt=OuterRef("pk"))
    return Q(Exists(Revisit.objects.filter(~Exists(later), report=OuterRef("report"), again_on__gt=on)))


def reached(times: Sequence[tuple[Moment, Moment]]) -> dict[str, Q]:
    """Of cases: those whose reporter was reached in some times, each from a moment up to another, taken together.

    `called_satisfied`: satisfied in the last such call. `last_called`: reached then for the last time up to now, so
    that each counts in one time alone.
    """
    inside = reduce(or_, (Q(at__gte=start, at__lt=end) for start, end in times))
    every = Revisit.objects.filter(result="reached")
    rows, later = every.filter(inside), every.filter(report=OuterRef("report"), pk__gt=OuterRef("pk"))
    happy = Q(level__gt=max(BAD))
    last, ever = rows.filter(~Exists(later.filter(inside))), rows.filter(~Exists(later))
    return {
        "called": Q(report__in=rows.values("report")),
        "called_satisfied": Q(report__in=last.filter(happy).values("report")),
        "last_called": Q(report__in=ever.values("report")),
        "last_called_satisfied": Q(report__in=ever.filter(happy).values("report")),
    }


def calls(reports: QuerySet[Report], start: datetime, end: datetime) -> QuerySet[Revisit]:
    """The phone calls of a time about reports, newest first."""
    rows = Revisit.objects.filter(report__in=reports, at__gte=start, at__lt=end)
    return rows.select_related("report", "by").order_by("-at", "-pk")


def tally(rows: QuerySet[Revisit]) -> dict[str, int]:
    """How many calls ended in each way, and `satisfied`: of those reached, how many at least 基本满意."""
    found = dict.fromkeys((*RESULTS, "satisfied"), 0)
    for result, n in rows.order_by().values_list("result").annotate(n=Count("pk")):
        found[result] = n
    found["satisfied"] = rows.filter(result="reached", level__gt=max(BAD)).count()
    return found
