"""What a case is found by: everything its readers may read, and the names of those it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, QuerySet

from huiyin.cases.models import Allegation, Case
from huiyin.intake.models import Supplement
from huiyin.organisations.models import Officer, Unit
from huiyin.triage.index.rules.keys import Source
from huiyin.triage.models import ToIndex

BETWEEN = " | "
"""Stands between two things that a case is found by, so that no word begins in one and ends in the other."""


def sources(reports: Sequence[int]) -> list[Source]:
    """What these reports are found by; one that has no case isn't found."""
    cases = (
        Case.objects.filter(report__in=reports)
        .select_related("report__place", "reported", "organ", "unit")
        .order_by("pk")
    )
    said: dict[int, list[str]] = defaultdict(list)
    for report, text in (
        Supplement.objects.filter(report__in=reports, cleared=True)
        .order_by("pk")
        .values_list("report", "text")
    ):
        said[report].append(text)
    alleged: dict[int, list[str]] = defaultdict(list)
    for report, text in (
        Allegation.objects.filter(case__report__in=reports)
        .order_by("case", "position")
        .values_list("case__report", "text")
    ):
        alleged[report].append(text)
    found = list(cases)
    names = dict(
        Officer.objects.filter(pk__in={o for c in found for o in c.accused}).values_list("pk", "name")
    )
    return [_source(case, said[case.report_id], alleged[case.report_id], names) for case in found]


def _source(case: Case, said: list[str], alleged: list[str], names: dict[int, str]) -> Source:
    report = case.report
    told = [case.summary, *alleged, *_units(case.reported, case.organ, case.unit)]
    place = report.place.name if report.place else ""
    sent = [report.text, report.officer_text, *said, place, *(names[o] for o in case.accused if o in names)]
    return Source(
        report=case.report_id,
        received_at=case.received_at,
        organ=case.organ_id,
        committee=case.committee_id,
        sent=_joined([*sent, *told]),
        told=_joined(told),
    )


def _units(*units: Unit | None) -> list[str]:
    return [name for unit in units if unit for name in (unit.name, unit.short, unit.name_en)]


def _joined(parts: Iterable[str]) -> str:
    return BETWEEN.join(dict.fromkeys(part for part in parts if part.strip()))


def unindexed() -> QuerySet[Case, int]:
    """The reports (ids) that have a case, no entry and no mark; oldest first, as marks are taken back to front."""
    marked = Exists(ToIndex.objects.filter(report=OuterRef("report")))
    missing = Case.objects.filter(~marked, report__indexed=None).order_by("received_at")
    return missing.values_list("report_id", flat=True)
