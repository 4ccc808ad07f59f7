"""The only writer of public figures."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from huiyin.cases.models import Case, Verification
from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.actions import record
from huiyin.policy.queries import city
from huiyin.reporting.public.models import PublicFigures
from huiyin.reporting.public.rules.safe import LEAST, Report, tables
from huiyin.reporting.queries.conditions import moments
from huiyin.reporting.rules.cycles import Period, cycles

SETTLED = timedelta(days=60)
"""So long after a cycle's end its figures are published: by then they hardly move, and once published they never do."""

FEATURES = ("system", "matter", "result")
"""By what everybody may read the reports: whom they are about, what people wanted, what came of it."""


def publish_due(now: datetime) -> list[PublicFigures]:
    """Publishes what has settled. A cycle with too few reports waits and is told together with the next."""
    rows = city()
    last = PublicFigures.objects.order_by("-last").values_list("last", flat=True).first()
    today = now.astimezone(SHANGHAI).date()
    made, first = [], None
    for cycle in cycles(rows.start, rows.cycle_day, today - SETTLED):
        if (last and cycle.last <= last) or cycle.last + SETTLED > today:
            continue
        first = first or cycle.first
        if row := _published(Period(first, cycle.last), now):
            made.append(row)
            first = None
    return made


@transaction.atomic
def _published(period: Period, now: datetime) -> PublicFigures | None:
    reports = _reports(period)
    if len(reports) < LEAST:
        return None
    row = PublicFigures.objects.create(
        first=period.first,
        last=period.last,
        received=len(reports),
        tables=tables(reports, FEATURES),
        at=now,
    )
    record("public_figures", row.pk, "publish", by=SYSTEM, now=now, data={"first": _iso(period.first)})
    return row


def _reports(period: Period) -> list[Report]:
    start, end = moments(period)
    rows = Case.objects.filter(received_at__gte=start, received_at__lt=end, held_back=False)
    proven = set(
        Verification.objects.filter(
            case__in=rows, decisions__approved=True, findings__conclusion__in=("substantiated", "partly")
        ).values_list("case", flat=True)
    )
    return [
        (system, matter, _result(state, answered=answered is not None, proven=pk in proven))
        for pk, system, matter, state, answered in rows.values_list(
            "pk", "system", "matter", "state", "answered_at"
        ).order_by("pk")
    ]


def _result(state: str, *, answered: bool, proven: bool) -> str:
    if state == "declined":
        return "declined"
    if not answered:
        return "open"
    return "proved" if proven else "disproved"


def _iso(day: date) -> str:
    return day.isoformat()
