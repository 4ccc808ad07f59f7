"""What can't become a report by itself is kept, sealed, until a person has looked at it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.intake.channels.models import Waiting
from huiyin.intake.channels.queries import thread_of
from huiyin.intake.crypto import provider
from huiyin.intake.models import Report
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import looked, record

SHORTEST_NOTE = 4


def park(
    channel: str,
    mark: str,
    reason: str,
    came_at: datetime,
    *,
    content: bytes = b"",
    size: int = 0,
    now: datetime,
) -> Waiting:
    """Puts what came under `mark` aside for a person; once, however often it comes. `content` is sealed at once."""
    thread = thread_of(channel, mark)
    crypto, aad = provider(), f"waiting:{channel}:{thread}".encode()
    key = crypto.new_key()
    values = {
        "reason": reason,
        "size": size or len(content),
        "came_at": came_at,
        "parked_at": now,
        "wrapped_key": crypto.wrap(key, aad) if content else b"",
        "sealed": crypto.seal(key, content, aad) if content else b"",
    }
    row, _ = Waiting.objects.get_or_create(channel=channel, thread=thread, defaults=values)
    return row


def content_for(viewer: Actor, row: Waiting, *, now: datetime) -> bytes:
    """What came, for somebody who may settle it; leaves a record of the look. b"" where it isn't kept here."""
    if not row.sealed:
        return b""
    looked("waiting", row.pk, "letter", by=viewer, now=now, reason="")
    crypto, aad = provider(), f"waiting:{row.channel}:{row.thread}".encode()
    return crypto.open(crypto.unwrap(bytes(row.wrapped_key), aad), bytes(row.sealed), aad)


@transaction.atomic
def settle(
    waiting: int, *, by: Actor, account: int, now: datetime, number: str = "", note: str = ""
) -> Waiting:
    """Ends the waiting: taken in as report `number`, or set aside with a note. What was sealed is then forgotten here.

    Raises NotAllowed: settled_already, reason_needed.
    """
    row = Waiting.objects.select_for_update(of=("self",)).get(pk=waiting)
    if row.settled_at is not None:
        raise NotAllowed(Refused("settled_already"))
    if not number and len(note.strip()) < SHORTEST_NOTE:
        raise NotAllowed(Refused("reason_needed"))
    row.report = Report.objects.only("pk").get(number=number) if number else None
    row.settled_at, row.settled_by_id, row.note = now, account, note.strip()[:200]
    if number:
        row.sealed, row.wrapped_key = b"", b""
    row.save()
    record("waiting", row.pk, "settle", by=by, now=now, data={"reason": row.reason, "report": row.report_id})
    return row
