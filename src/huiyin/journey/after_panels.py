"""What follows when ballots go out: every judge with a telephone is sent their own link."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.models import Event
from huiyin.messages.actions import enqueue
from huiyin.panels.models import Member
from huiyin.panels.queries import phone_of_member


def send_links(event: Event, now: datetime) -> None:
    """Who has no telephone gets the ballot on paper; the desk shows who that is."""
    _send(Member.objects.filter(round=int(event.subject_id), state="seated"), event, now)


def send_link(event: Event, now: datetime) -> None:
    _send(Member.objects.filter(pk=event.subject_id, state="seated"), event, now)


def _send(members: QuerySet[Member], event: Event, now: datetime) -> None:
    light = ("round__announcement", "round__record")
    for member in members.select_related("round").defer(*light):
        closes = member.round.closes_at
        if closes and phone_of_member(member.pk):
            enqueue(
                "text_ballot",
                recipient=("member", member.pk),
                params={"day": closes.astimezone(SHANGHAI).date().isoformat()},
                key=f"event:{event.pk}",
                unit=member.round.committee_id,
                now=now,
            )
