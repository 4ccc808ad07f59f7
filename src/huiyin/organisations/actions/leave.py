"""Somebody says when they are away, so that nothing waits for their signature."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.organisations.models import Account, Leave

LONGEST = timedelta(days=366)


@transaction.atomic
def take_leave(since: date, until: date, *, by: Actor, now: datetime) -> Leave:
    """`by` is away from `since` up to but without `until`. Raises NotAllowed: unknown, in_the_past, dates_reversed."""
    account = Account.objects.select_for_update().filter(pk=by.account_id or 0).first()
    if account is None or not by.mandates:
        raise NotAllowed(Refused("unknown"))
    if until <= now.astimezone(SHANGHAI).date():
        raise NotAllowed(Refused("in_the_past", {"field": "until"}))
    if not since < until <= since + LONGEST:
        raise NotAllowed(Refused("dates_reversed", {"field": "until"}))
    made, new = Leave.objects.get_or_create(account=account, since=since, until=until, defaults={"at": now})
    if new:
        facts = {"since": since.isoformat(), "until": until.isoformat()}
        record("account", account.pk, "leave_taken", by=by, now=now, data=facts)
    return made


@transaction.atomic
def end_leave(pk: int, *, by: Actor, now: datetime) -> Leave:
    """`by` is back, or doesn't go: from today on it counts no more. Raises NotAllowed(`unknown`) for another's."""
    row, today = Leave.objects.select_for_update().filter(pk=pk).first(), now.astimezone(SHANGHAI).date()
    if row is None or row.account_id != by.account_id or row.until <= today:
        raise NotAllowed(Refused("unknown"))
    row.until = max(row.since, today)
    row.save(update_fields=["until"])
    record("account", row.account_id, "leave_ended", by=by, now=now, data={"until": row.until.isoformat()})
    return row
