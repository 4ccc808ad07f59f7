"""What the citizen's pages read, a query or two a page. Whatever says who sent a report stays out of here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet

from huiyin.cases.models import Case, Reply, TimeRequest
from huiyin.cases.times.queries import Explained, granted_to, promise_of
from huiyin.intake.models import HotlineOrder, Report, Supplement
from huiyin.intake.queries import place_for
from huiyin.ledger.models import Event
from huiyin.ledger.prepared import Fixed, Given
from huiyin.ledger.queries import events_of
from huiyin.organisations.models import Region, Unit
from huiyin.policy.keeping import Kept
from huiyin.ratings.models import Rating, Recheck
from huiyin.triage.secrecy.queries import standing, with_standing

REPORTABLE = ("committee", "organ", "section")
"""Kinds of units that have people who may be reported on; a work team is no house of its own."""
MOST_SHOWN = 40


_UNIT = Fixed(
    lambda: Unit.objects.select_related("committee", "region", "parent").filter(
        code=Given("code"), active=True, kind__in=REPORTABLE, committee__isnull=False
    )
)
unit_with_committee = Kept[str, Unit | None](lambda code: _UNIT.first(code=code))
"""The unit of that code that may be reported on, with the committee its reports go to."""


rated_place = Kept(place_for)
"""The code on a poster with its place: what a whole hall asks at once."""


def units(words: str, system: str, region: str) -> list[Unit]:
    """Units to choose from: whose name or place has all the `words`; the higher first. At most `MOST_SHOWN`."""
    found: QuerySet[Unit] = Unit.objects.select_related("region", "parent").filter(
        active=True, kind__in=REPORTABLE, committee__isnull=False
    )
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(short__icontains=word)
            | Q(name_en__icontains=word)
            | Q(region__name__icontains=word)
        )
    if system:
        found = found.filter(system=system)
    if region:
        found = found.filter(region__code=region)
    return list(found.order_by("region__code", "path")[:MOST_SHOWN])


def regions() -> tuple[list[Region], set[str]]:
    """The regions that have units to report on, city first; and the systems of those units."""
    rows = Region.objects.filter(
        unit__active=True, unit__kind__in=REPORTABLE, unit__committee__isnull=False
    ).annotate(systems=ArrayAgg("unit__system", distinct=True))
    found = list(rows.order_by("code"))
    return [*found], {system for row in found for system in row.systems}


@dataclass(frozen=True)
class Followed:
    """A report as its reporter may follow it. No handler's name is in it."""

    report: Report
    case: Case | None
    events: list[Event]
    reply: Reply | None
    rating: Rating | None
    supplements: list[Supplement]
    quarantine: str = ""
    """ "held" while it is looked at for marks of secrecy first, "deleted" once it was taken out by law."""
    elsewhere: HotlineOrder | None = None
    """What the hotline answered to a matter that was passed on to it."""
    changes: tuple[TimeRequest, ...] = ()
    """What moved the promised day, with its reasons."""
    promise: Explained | None = None
    """The promise as it stands, where it moved."""
    recheck: Recheck | None = None
    """The second verification after a bad rating."""

    @property
    def promised_at(self) -> datetime:
        return self.case.promised_at if self.case else self.report.promised_at

    @property
    def promised_how(self) -> dict[str, Any]:
        """How the promised day came about."""
        how: dict[str, Any] = self.promise.how if self.promise else self.report.promised_how
        return how


def _elsewhere(report: Report) -> HotlineOrder | None:
    order: HotlineOrder | None = getattr(report, "hotline_order", None)
    return order if order and order.direction == "out" and order.answer else None


def followed(number: str) -> Followed | None:
    """Everything that the reporter's page shows, in three queries."""
    case = (
        Case.objects.select_related(
            "report__unit__parent",
            "report__rating",
            "report__hotline_order",
            "unit__parent",
            "committee",
            "reply",
            "recheck",
        )
        .filter(number=number)
        .first()
    )
    report = (
        case.report
        if case
        else Report.objects.select_related("unit__parent", "unit__committee").filter(number=number).first()
    )
    if report is None:
        return None
    return Followed(
        report=report,
        case=case,
        events=events_of("case", case.pk) if case else [],
        reply=getattr(case, "reply", None) if case else None,
        rating=getattr(report, "rating", None) if case else None,
        recheck=getattr(case, "recheck", None) if case else None,
        elsewhere=_elsewhere(report) if case else None,
        supplements=list(report.supplements.order_by("at", "pk")),
        quarantine=standing(report) if case is None or case.held_back else "",
        **(_moved(case) if case else {}),
    )


def _moved(case: Case) -> dict[str, Any]:
    """Why the promised day isn't the first one any more; nothing is asked where it is."""
    if case.promised_at == case.report.promised_at:
        return {}
    return {"changes": tuple(granted_to(case.main or case)), "promise": promise_of(case)}


def first_hash(number: str) -> str:
    """The hash of a report's first event, as its receipt shows it."""
    return str(
        Event.objects.values_list("hash", flat=True).get(subject_kind="report", subject_id=number, seq=1)
    )


def sent_report(number: str) -> Report:
    """The report that this browser has a receipt or a query code for. Raises Report.DoesNotExist.

    `quarantine` says, as in `Followed`, whether it is held or was taken out.
    """
    rows = with_standing(Report.objects.select_related("unit__committee", "unit__parent"))
    return rows.get(number=number)
