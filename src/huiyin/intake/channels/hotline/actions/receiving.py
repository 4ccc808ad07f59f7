"""What the hotline brings: orders, answers to ours, additions. Each once, whatever comes twice or out of order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from huiyin.intake.actions import Wrong, supplement
from huiyin.intake.channels.actions import park, take_in
from huiyin.intake.channels.hotline.rules.orders import Order, read_answer, read_note, read_order
from huiyin.intake.channels.queries import thread_of, unit_called, unit_named, usual_type
from huiyin.intake.channels.rules.arrivals import OLDEST, Arrival
from huiyin.intake.models import HotlineOrder, Report, SeenNonce, Waiting
from huiyin.intake.rules.submission import Submission
from huiyin.kernel.actor import PUBLIC, SYSTEM
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.policy.models import Channel
from huiyin.policy.queries import problem_type_codes


@dataclass(frozen=True)
class Taken:
    """What became of something: "taken", "known" (it came before), "waiting" (a person looks), with our number."""

    state: str
    number: str = ""
    reason: str = ""
    field: str = ""


def use_nonce(nonce: str, *, now: datetime) -> bool:
    """Whether a nonce is used for the first time."""
    try:
        with transaction.atomic():
            SeenNonce.objects.create(nonce=nonce, at=now)
    except IntegrityError:
        return False
    return True


def receive_order(channel: Channel, data: Any, *, now: datetime) -> Taken:
    """An order of the hotline becomes a report under its number; the same again is the same."""
    order = read_order(data)
    if isinstance(order, Refused):
        return _parked(channel, data, order.reason, now, field=str(order.detail["field"]))
    if known := _known(order):
        return known if known.state == "known" else _parked(channel, data, "order_changed", now, known.number)
    unit = unit_called(order.unit) or unit_named(order.text, channel)
    if unit is None:
        return _parked(channel, data, "unit_unclear", now)
    kind = order.kind if order.kind in problem_type_codes() else usual_type(channel)
    try:
        return Taken("taken", take_order(channel, order, unit=unit, problem_type=kind, now=now))
    except Wrong as wrong:
        return _parked(channel, data, "order_incomplete", now, field=next(iter(wrong.fields)))
    except NotAllowed as no:
        return _parked(channel, data, no.refused.reason, now)


def _known(order: Order) -> Taken | None:
    """The order that came before under this number: the same, or changed."""
    row = HotlineOrder.objects.select_related("report").filter(direction="in", external_id=order.id).first()
    if row is None:
        return None
    return Taken("known" if row.digest == order.digest else "changed", row.report.number)


@transaction.atomic
def take_order(channel: Channel, order: Order, *, unit: int, problem_type: str, now: datetime) -> str:
    """The order as a report about `unit`; its number. The caller's name and telephone are sealed."""
    source = Submission(
        key="",
        unit=unit,
        text=order.text,
        problem_type=problem_type,
        identity_mode="anonymous" if not order.phone else "real_name" if order.name else "contact",
        name=order.name,
        phone=order.phone,
    )
    came = max(min(order.came_at, now), now - OLDEST)
    arrival = Arrival(channel.code, order.id, came, order.id, reply="hotline")
    number = take_in(source, arrival, by=PUBLIC, now=now).number
    HotlineOrder.objects.get_or_create(
        direction="in",
        external_id=order.id,
        defaults={
            "report": Report.objects.only("pk").get(number=number),
            "digest": order.digest,
            "made_at": now,
        },
    )
    return number


@transaction.atomic
def receive_answer(channel: Channel, data: Any, *, now: datetime) -> Taken:
    """What became, there, of a matter that we gave them. An answer to nothing of ours waits for a person."""
    answer = read_answer(data)
    if isinstance(answer, Refused):
        return _parked(channel, data, answer.reason, now, field=str(answer.detail["field"]))
    rows = HotlineOrder.objects.select_for_update(of=("self",)).select_related("report")
    row = rows.filter(direction="out", external_id=answer.id).first()
    row = row or rows.filter(direction="out", external_id="", report__number=answer.number).first()
    if row is None:
        return _parked(channel, data, "unknown_order", now)
    number = row.report.number
    if row.digest == answer.digest:
        return Taken("known", number)
    if row.state in ("closed", "returned"):
        return _parked(channel, data, "order_closed", now, number)
    if row.answered_at and answer.at < row.answered_at:
        return Taken("known", number)  # overtaken by a later one
    row.external_id, row.digest, row.state = answer.id, answer.digest, answer.state
    row.answer, row.answered_at = answer.text or row.answer, answer.at
    row.save()
    data = {"report": row.report_id, "state": answer.state}
    record("order", row.pk, "answer", by=SYSTEM, now=now, data=data)
    return Taken("taken", number)


def receive_note(channel: Channel, data: Any, *, now: datetime) -> Taken:
    """The hotline adds something to an order: it adds to the report, once, and the reviewers hear of it."""
    note = read_note(data)
    if isinstance(note, Refused):
        return _parked(channel, data, note.reason, now, field=str(note.detail["field"]))
    row = HotlineOrder.objects.select_related("report").filter(direction="in", external_id=note.id).first()
    if row is None:
        return _parked(channel, data, "unknown_order", now)
    thread = thread_of(channel.code, f"note {note.id} {note.mark}")
    seen = {"reason": "supplement", "came_at": now, "parked_at": now, "settled_at": now, "report": row.report}
    with transaction.atomic():
        _, first = Waiting.objects.get_or_create(channel=channel.code, thread=thread, defaults=seen)
        if first:
            supplement(row.report, note.text, now=now)
    return Taken("taken" if first else "known", row.report.number)


def _parked(
    channel: Channel, data: Any, reason: str, now: datetime, number: str = "", field: str = ""
) -> Taken:
    content = json.dumps({"order": data}, ensure_ascii=False, sort_keys=True).encode()
    park(channel.code, f"{reason} {content.decode()}", reason, now, content=content, now=now)
    return Taken("waiting", number, reason, field)
