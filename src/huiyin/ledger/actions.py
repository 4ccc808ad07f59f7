"""The only writer of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.ledger.models import Access, Event, Outbox
from huiyin.ledger.rules.chain import Entry


def record(
    kind: str,
    subject: str | int,
    verb: str,
    *,
    by: Actor,
    now: datetime,
    unit: int | None = None,
    data: Mapping[str, Any] | None = None,
    first: bool = False,
) -> Event:
    """Appends an event and its outbox row in the caller's transaction.

    The caller holds a lock on the subject, so that two events never claim one place in its chain.
    `data` holds ids and facts, never words for people and never personal data. `first` spares the look for an
    earlier event where the subject was made in this transaction.
    """
    last = None
    if not first:
        last = (
            Event.objects.filter(subject_kind=kind, subject_id=str(subject))
            .order_by("-seq")
            .values_list("seq", "hash")
            .first()
        )
    seq, prev = (last[0] + 1, last[1]) if last else (1, "")
    entry = Entry(kind, str(subject), seq, verb, by.account, unit, now, dict(data or {}), prev)
    event = Event.objects.create(**asdict(entry), hash=entry.hash)
    Outbox.objects.create(event=event, due_at=now)
    return event


def looked(
    kind: str,
    subject: str | int,
    what: str,
    *,
    by: Actor,
    now: datetime,
    reason: str,
    unit: int | None = None,
) -> None:
    """Records that `by` opened sealed data, on a connection that no rollback of the caller reaches."""
    with transaction.atomic(using="witness"):
        Access.objects.using("witness").create(
            subject_kind=kind,
            subject_id=str(subject),
            what=what,
            actor=by.account,
            unit=unit,
            at=now,
            reason=reason,
        )
