"""Reads of deliveries and notices."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from huiyin.kernel.actor import Actor
from huiyin.messages.models import Delivery, Notice

SEES_DELIVERIES = ("reviewer", "supervisor", "clerk")
"""Roles of a committee that look after whoever sent a report."""


def undelivered(viewer: Actor) -> QuerySet[Delivery]:
    """What didn't arrive, newest first, of the committees for which the viewer looks after reporters."""
    return _visible(viewer).filter(state="undelivered").order_by("-made_at")


def deliveries_to(viewer: Actor, report: str) -> QuerySet[Delivery]:
    """Everything sent to the reporter of `report`, oldest first."""
    return _visible(viewer).filter(recipient_kind="report", recipient_id=report).order_by("made_at")


def answered_report(refs: Collection[str]) -> str:
    """The number of the report about which one of these messages of ours went to its reporter; "" where none did."""
    sent = Delivery.objects.filter(provider_ref__in=refs, recipient_kind="report")
    return sent.values_list("recipient_id", flat=True).first() or ""


def inbox(viewer: Actor, now: datetime) -> QuerySet[Notice]:
    """The viewer's own notices, newest first; not yet those that wait for offices to open."""
    notices = Notice.objects.filter(account=viewer.account_id, made_at__lte=now)
    return notices.order_by("-made_at", "-id")


def unread(viewer: Actor, now: datetime) -> int:
    """How many of them are new."""
    return inbox(viewer, now).filter(read_at=None).count()


def _visible(viewer: Actor) -> QuerySet[Delivery]:
    return Delivery.objects.filter(unit__in=viewer.units_as(*SEES_DELIVERIES))
