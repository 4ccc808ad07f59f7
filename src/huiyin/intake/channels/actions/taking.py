"""A matter that came by a channel becomes a report: the same door for what staff enter and for what machines bring."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from huiyin.intake.actions import Receipt, Wrong, given, receive
from huiyin.intake.channels.models import Origin
from huiyin.intake.channels.queries import thread_of
from huiyin.intake.channels.rules.arrivals import Arrival, wrong_moment
from huiyin.intake.models import Report
from huiyin.intake.rules.submission import Submission
from huiyin.intake.vault import hashed
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.policy.queries import policy


def take_in(submission: Submission, arrival: Arrival, *, by: Actor, now: datetime) -> Receipt:
    """The report with its origin, all or nothing; the same arrival again gives the same receipt.

    The promise runs from the arrival at the channel where policy says so. Raises Wrong as `receive` does, and
    NotAllowed with `unknown_channel`, or `already_sent` where another text came under the same mark.
    """
    way = policy().channel(arrival.channel)
    if way is None:
        raise NotAllowed(Refused("unknown_channel", {"channel": arrival.channel}))
    if refused := wrong_moment(arrival.came_at, now):
        raise Wrong({"came_at": refused})
    thread = thread_of(arrival.channel, arrival.mark)
    external = f"{arrival.channel}:{arrival.external_id}" if arrival.external_id else None
    source = replace(
        submission, channel=arrival.channel, key=key_of(arrival.channel, thread), external_id=external
    )
    if external and (taken := _numbered(external, source.key)):
        raise Wrong({"external_id": Refused("number_taken", {"number": taken})})
    start = arrival.came_at if way.promise == "arrival" else now
    with transaction.atomic():
        receipt = receive(source, by=by, now=now, promised_from=start)
        Origin.objects.get_or_create(
            report=Report.objects.only("pk").get(number=receipt.number),
            defaults={
                "channel": arrival.channel,
                "external_id": arrival.external_id,
                "thread": thread,
                "entered_by_id": arrival.entered_by,
                "came_at": arrival.came_at,
                "reply": arrival.reply or way.reply,
                "acknowledge": arrival.acknowledge,
                "left_out": list(arrival.left_out),
            },
        )
    return receipt


def _numbered(external: str, key: str) -> str:
    """The number of another report that has this number of the channel's already, or ""."""
    others = Report.objects.filter(external_id=external).exclude(idempotency_hash=hashed("idempotency", key))
    return others.values_list("number", flat=True).first() or ""


def receipt_of(number: str, channel: str, mark: str) -> Receipt | None:
    """The receipt of what came by a channel under `mark`, for whoever brought it; None where that isn't `number`."""
    key = key_of(channel, thread_of(channel, mark))
    report = Report.objects.filter(number=number, idempotency_hash=hashed("idempotency", key)).first()
    return given(report, key) if report else None


def key_of(channel: str, thread: str) -> str:
    """The idempotency key of what came by a channel: its query code can be derived again, with the master key."""
    return f"{channel}:{thread}"
