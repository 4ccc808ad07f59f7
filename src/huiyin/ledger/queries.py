"""Reads of the ledger."""

from __future__ import annotations

from huiyin.ledger.models import Event
from huiyin.ledger.rules.chain import Entry, first_break


def events_of(kind: str, subject: str | int) -> list[Event]:
    """All events of a subject, oldest first."""
    return list(Event.objects.filter(subject_kind=kind, subject_id=str(subject)).order_by("seq"))


def entry_of(event: Event) -> Entry:
    """The hashed part of a stored event."""
    return Entry(
        event.subject_kind,
        event.subject_id,
        event.seq,
        event.verb,
        event.actor,
        event.unit,
        event.at,
        event.data,
        event.prev,
    )


def broken_at(kind: str, subject: str | int) -> int | None:
    """The seq at which a subject's chain breaks; None where it holds."""
    return first_break((entry_of(event), event.hash) for event in events_of(kind, subject))
