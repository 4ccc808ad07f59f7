"""Answers that a person has to give: by telephone, by letter, by hand. Asked for once, ticked off with who and how."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.intake.channels.models import ReplyTask
from huiyin.intake.channels.queries import replies_owed
from huiyin.intake.models import Origin, Report
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record

HOW = ("phone", "letter", "visit", "mail", "other", "unreachable")
"""How an answer reached its reporter, or that it couldn't."""


def ask_for_reply(report: Report, acceptor: int, *, now: datetime) -> ReplyTask | None:
    """Asks the accepting body to give the answer of `report` by the way of its channel; twice is once."""
    origin = Origin.objects.filter(report=report).first()
    if origin is None:
        return None
    values = {"unit_id": acceptor, "way": origin.reply, "asked_at": now}
    return ReplyTask.objects.get_or_create(report=report, defaults=values)[0]


@transaction.atomic
def give_reply(number: str, how: str, note: str, *, by: Actor, account: int, now: datetime) -> ReplyTask:
    """Ticks off that the answer was given, how, and what was said.

    Raises NotAllowed: unknown, done_already, unknown_choice.
    """
    rows = ReplyTask.objects.select_for_update(of=("self",)).filter(report__number=number)
    row = rows.first()
    if row is not None and row.done_at is not None:
        raise NotAllowed(Refused("done_already"))
    if row is None or not replies_owed(by, now).filter(pk=row.pk).exists():
        raise NotAllowed(Refused("unknown"))
    if how not in HOW:
        raise NotAllowed(Refused("unknown_choice"))
    row.done_at, row.done_by_id, row.how, row.note = now, account, how, note.strip()[:300]
    row.save()
    record(
        "reply", row.pk, "give", by=by, now=now, unit=row.unit_id, data={"report": row.report_id, "how": how}
    )
    return row
