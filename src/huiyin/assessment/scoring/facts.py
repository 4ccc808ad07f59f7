"""The facts that score rules speak of, each a stated check over the record; found for the unit that answers for them.

No unit raises its score by itself: a fact is dated by what happened, not by when it was entered, ratings come from
reporters alone, and a second answer never wipes the first rating.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from huiyin.assessment.models import Use
from huiyin.cases.models import Assignment, Case, Deadline, Decision, Verification
from huiyin.ratings.again.rules.recheck import CHANGED
from huiyin.ratings.models import Rating, Recheck
from huiyin.ratings.rules.levels import BAD

OF_THE_UNIT = ("acceptance", "verification", "handling", "approval")
"""Steps whose limit is the unit's own."""


@dataclass(frozen=True)
class Fact:
    """What happened in a case, when, and the unit that answers for it."""

    unit: int
    case: int
    at: datetime


def facts(kind: str, start: datetime, end: datetime) -> list[Fact]:
    """All facts of a kind from `start` up to `end`. Raises KeyError for a kind there isn't."""
    return list(_FACTS[kind](start, end))


def handled(start: datetime, end: datetime) -> dict[int, int]:
    """How many cases each unit verified that were answered in these days: the denominator of its score."""
    rows = Case.objects.filter(
        answered_at__gte=start, answered_at__lt=end, verifications__decisions__approved=True
    )
    return Counter(unit for _, unit in rows.exclude(unit=None).distinct().values_list("pk", "unit"))


def _returned(start: datetime, end: datetime) -> Iterator[Fact]:
    rows = Decision.objects.filter(
        approved=False, at__gte=start, at__lt=end, verification__case__unit__isnull=False
    )
    for unit, case, at in rows.values_list("verification__case__unit", "verification__case", "at"):
        yield Fact(unit, case, at)


def _no_evidence(start: datetime, end: datetime) -> Iterator[Fact]:
    rows = Verification.objects.filter(
        decisions__approved=True,
        decisions__at__gte=start,
        decisions__at__lt=end,
        evidence=None,
        case__unit__isnull=False,
    )
    for unit, case, at in rows.distinct().values_list("case__unit", "case", "submitted_at"):
        yield Fact(unit, case, at or start)


def _late_step(start: datetime, end: datetime) -> Iterator[Fact]:
    """A step that ran past its limit: whoever had the case at that moment answers for it."""
    rows = Deadline.objects.filter(kind__in=OF_THE_UNIT, due_at__gte=start, due_at__lt=end).filter(
        Q(ended_at__gt=F("due_at")) | Q(ended_at=None, due_at__lt=end)
    )
    late = list(rows.order_by("due_at", "pk").values_list("case", "due_at"))
    given = Assignment.objects.filter(case__in={case for case, _ in late}).order_by("at")
    had: dict[int, list[tuple[datetime, int]]] = {}
    for case, at, unit in given.values_list("case", "at", "unit"):
        had.setdefault(case, []).append((at, unit))
    for case, due in late:
        before = [unit for at, unit in had.get(case, ()) if at <= due]
        if before:
            yield Fact(before[-1], case, due)


def _bad_rating(start: datetime, end: datetime) -> Iterator[Fact]:
    rows = Rating.objects.filter(level__in=BAD, at__gte=start, at__lt=end, report__case__unit__isnull=False)
    rows = rows.filter(report__case__verifications__decisions__approved=True).distinct()
    for unit, case, at in rows.values_list("report__case__unit", "report__case", "at"):
        yield Fact(unit, case, at)


def _finding_changed(start: datetime, end: datetime) -> Iterator[Fact]:
    rows = Recheck.objects.filter(conclusion=CHANGED, reported_at__gte=start, reported_at__lt=end)
    for unit, case, at in rows.exclude(case__unit=None).values_list("case__unit", "case", "reported_at"):
        yield Fact(unit, case, at or start)


def _better_again(start: datetime, end: datetime) -> Iterator[Fact]:
    rows = Recheck.objects.filter(
        rated_at__gte=start, rated_at__lt=end, level__gt=F("case__report__rating__level")
    )
    for unit, case, at in rows.exclude(unit=None).values_list("unit", "case", "rated_at"):
        yield Fact(unit, case, at or start)


def _commended(start: datetime, end: datetime) -> Iterator[Fact]:
    rows = Use.objects.filter(kind="commendation", at__gte=start, at__lt=end)
    for unit, case, at in rows.values_list("unit", "case", "at"):
        yield Fact(unit, case, at)


_FACTS: Mapping[str, Callable[[datetime, datetime], Iterator[Fact]]] = {
    "returned": _returned,
    "no_evidence": _no_evidence,
    "late_step": _late_step,
    "bad_rating": _bad_rating,
    "finding_changed": _finding_changed,
    "better_again": _better_again,
    "commended": _commended,
}
