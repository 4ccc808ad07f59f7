"""Queue, send and settle messages. Addresses come in as arguments and are never stored or logged."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.ids import token
from huiyin.kernel.lifecycle import Refused
from huiyin.ledger.actions import record
from huiyin.ledger.prepared import Fixed, Given
from huiyin.messages import channels
from huiyin.messages.models import Delivery, Notice
from huiyin.messages.rules import texts, timing
from huiyin.messages.rules.lifecycle import LIFECYCLE, WAITING
from huiyin.messages.rules.receipts import Receipt

LEASE = timedelta(minutes=5)
"""How long a worker may take for what it claimed: longer than a whole batch of `limit` slow sends."""

WAYS_OUT = ("sms", "email")

_ROW = re.compile(r"\d{1,9}")
RECIPIENTS = {
    "report": re.compile(r"(?=.*[A-Za-z-])[0-9A-Za-z-]{4,40}"),
    "account": _ROW,
    "unit": _ROW,
    "member": _ROW,
}
"""What a recipient's id looks like: nothing that could be a telephone number."""


def enqueue(
    template: str,
    *,
    recipient: tuple[str, str | int],
    params: texts.Params,
    key: str,
    now: datetime,
    language: str = "zh-hans",
    channel: str = "sms",
    unit: int | None = None,
) -> Delivery:
    """Queues a message in the caller's transaction; same key, template and recipient: the same delivery.

    `key` names the event that calls for it. `unit` is the committee in whose name it goes and that is shown a
    failure. Raises ValueError for a recipient or blanks of the wrong shape: that is a mistake in the program.
    """
    kind, ident = recipient[0], str(recipient[1])
    if channel not in WAYS_OUT or not RECIPIENTS[kind].fullmatch(ident):
        raise ValueError(f"no such channel ({channel!r}), or the id of a {kind} has the wrong shape")
    delivery, _ = Delivery.objects.get_or_create(
        key=key,
        template=template,
        channel=channel,
        recipient_kind=kind,
        recipient_id=ident,
        defaults={
            "unit": unit,
            "language": language,
            "params": texts.checked(template, params),
            "state": LIFECYCLE.first,
            "due_at": timing.earliest(now, urgent=template in texts.URGENT),
            "provider_ref": token(16),
            "made_at": now,
        },
    )
    return delivery


_DUE = Fixed(
    lambda: Delivery.objects.filter(
        Q(claimed_until=None) | Q(claimed_until__lte=Given("now")),
        state__in=WAITING,
        due_at__lte=Given("now"),
    ).values_list("pk")[:1],
    planned=False,
)


def claim_due(now: datetime, limit: int = 20) -> list[Delivery]:
    """Leases up to `limit` due deliveries to the caller; nobody else gets them while the lease lasts.

    The lease counts as an attempt, so that a message that kills its worker is given up in the end.
    """
    if not _DUE.all(now=now):
        return []
    due = Delivery.objects.filter(
        Q(claimed_until=None) | Q(claimed_until__lte=now), state__in=WAITING, due_at__lte=now
    )
    if timing.quiet(now):
        due = due.filter(template__in=texts.URGENT)
    with transaction.atomic():
        rows = list(due.select_for_update(skip_locked=True).order_by("due_at", "id")[:limit])
        for lost in (row for row in rows if row.attempts >= timing.TRIES):
            _failed(lost, "worker_lost", now=now)
        claimed = [row for row in rows if row.attempts < timing.TRIES]
        Delivery.objects.filter(pk__in=[row.pk for row in claimed]).update(
            attempts=F("attempts") + 1, claimed_until=now + LEASE
        )
    for row in claimed:
        row.attempts += 1
        row.claimed_until = now + LEASE
    return claimed


def attempt(
    delivery: Delivery, address: str, *, now: datetime, signature: str = "", late: texts.Params | None = None
) -> Delivery:
    """Sends a claimed delivery to `address` and writes what came of it; "" where the recipient left none.

    `signature` is the sender's name in 【】, "" where the gateway adds it; `late` fills what is only known now. Sending
    happens outside any transaction of ours.
    """
    text = texts.render(
        delivery.template,
        delivery.params,
        delivery.language,
        base=settings.PUBLIC_URL,
        signature=signature,
        late=late,
    )
    error = None if address else channels.DeliveryError("no_address", permanent=True)
    ref = delivery.provider_ref
    if address:
        try:
            by = settings.SMS if delivery.channel == "sms" else settings.MAIL
            ref = channels.send(by, address, text, ref)
        except channels.DeliveryError as caught:
            error = caught
    with transaction.atomic():
        row = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if row.claimed_until is None or row.attempts != delivery.attempts:
            return row  # a delivery report was quicker, or the lease ran out and somebody else has it now
        if error is not None:
            return _failed(row, error.reason, now=now, permanent=error.permanent)
        return _take(row, "send", "system", provider_ref=ref, sent_at=now, last_error="")


def report_delivery(provider_ref: str, receipt: Receipt, now: datetime) -> Delivery | None:
    """Settles the delivery that the gateway reports on; None where it knows of one that we don't.

    A failure is tried again like any other. The same report twice changes nothing the second time.
    """
    with transaction.atomic():
        row = Delivery.objects.select_for_update().filter(provider_ref=provider_ref).first()
        if row is None:
            return None
        if receipt is Receipt.DELIVERED:
            sent_at = row.sent_at or now
            return _take(row, "deliver", "gateway", settled_at=now, sent_at=sent_at, last_error="")
        under_way = row.state == "sent" or row.claimed_until is not None
        if receipt in (Receipt.FAILED, Receipt.REJECTED) and under_way:
            return _failed(row, receipt.value, now=now, role="gateway")
        return row


def notify(
    account: int,
    template: str,
    params: texts.Params | None = None,
    *,
    case: str = "",
    key: str = "",
    now: datetime,
) -> Notice:
    """Puts a line into an account's inbox; with a `key` (the event that calls for it) only once.

    `case` fills the blank `number` where `params` doesn't.
    """
    blanks = dict(params or {})
    if case and "number" in texts.TEXTS[template].blanks:
        blanks.setdefault("number", case)
    values: dict[str, Any] = {"params": texts.checked(template, blanks), "case": case, "made_at": now}
    if not key:
        return Notice.objects.create(account_id=account, template=template, **values)
    notice, _ = Notice.objects.get_or_create(account_id=account, key=key, template=template, defaults=values)
    return notice


def notify_all(
    accounts: Iterable[int], template: str, params: texts.Params, *, case: str, key: str, now: datetime
) -> None:
    """`notify` of several accounts about one case, in one statement. `key` keeps each from hearing it twice."""
    values: dict[str, Any] = {"params": texts.checked(template, params), "case": case, "made_at": now}
    rows = [Notice(account_id=pk, template=template, key=key, **values) for pk in dict.fromkeys(accounts)]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def withdraw(case: str, accounts: Collection[int]) -> int:
    """Takes the notices about a case out of the inboxes of accounts for whom it doesn't exist; how many."""
    return Notice.objects.filter(case=case, account__in=accounts).delete()[0]


def read_notices(account: int, *, now: datetime, notices: Collection[int] | None = None) -> int:
    """Marks an account's unread notices as read (all, or those in `notices`); how many there were."""
    unread = Notice.objects.filter(account_id=account, read_at=None, made_at__lte=now)
    if notices is not None:
        unread = unread.filter(pk__in=notices)
    return unread.update(read_at=now)


def _failed(
    row: Delivery, reason: str, *, now: datetime, permanent: bool = False, role: str = "system"
) -> Delivery:
    """Tries again later, or gives up."""
    wait = None if permanent else timing.wait(row.attempts)
    if wait is None:
        return _take(row, "give_up", role, settled_at=now, last_error=reason)
    due_at = timing.earliest(now + wait, urgent=row.template in texts.URGENT)
    return _take(row, "fail", role, due_at=due_at, last_error=reason)


def _take(row: Delivery, verb: str, role: str, **columns: Any) -> Delivery:
    """Takes a step of the table on a locked row; leaves it alone where the table says no."""
    step = LIFECYCLE.step(verb, row.state, frozenset({role}))
    if isinstance(step, Refused):
        return row
    row.state = step.target or row.state
    row.claimed_until = None
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()
    if settled := columns.get("settled_at"):
        data = {"template": row.template, "recipient": [row.recipient_kind, row.recipient_id]}
        record("delivery", row.pk, row.state, by=SYSTEM, now=settled, unit=row.unit, data=data)
    return row
