"""Reads of what goes back and forth with the hotline."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from huiyin.intake.models import HotlineOrder, Parcel, Reconciliation, Report
from huiyin.kernel.clock import SHANGHAI


def due_parcels(now: datetime, of: QuerySet[Report], most: int = 20) -> list[Parcel]:
    """What is to be handed over now about `of`, oldest first."""
    rows = unsent_parcels(of).filter(due_at__lte=now)
    return list(rows[:most])


def unsent_parcels(of: QuerySet[Report]) -> QuerySet[Parcel]:
    """What isn't handed over yet about these reports."""
    rows = Parcel.objects.filter(sent_at=None, order__report__in=of)
    return rows.select_related("order__report").order_by("due_at", "pk")


def orders_of(day: date) -> QuerySet[HotlineOrder]:
    """The orders that came, or were given away, on a day in China."""
    start = datetime.combine(day, time(), SHANGHAI)
    rows = HotlineOrder.objects.filter(made_at__gte=start, made_at__lt=start + timedelta(days=1))
    return rows.select_related("report").order_by("pk")


def order_about(report: Report) -> HotlineOrder | None:
    """The hotline's order behind a report, or the one by which it was passed on."""
    return HotlineOrder.objects.filter(report=report).first()


def order_called(external_id: str) -> HotlineOrder | None:
    """An order of theirs by its number."""
    return HotlineOrder.objects.select_related("report").filter(external_id=external_id).first()


def comparisons(most: int = 31) -> list[Reconciliation]:
    """The last days' comparisons, latest first."""
    return list(Reconciliation.objects.order_by("-day")[:most])


def compared(day: date) -> bool:
    """Whether a day was compared already, without a failure."""
    return Reconciliation.objects.filter(day=day, failed="").exists()
