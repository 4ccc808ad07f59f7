"""In step with the hotline: what is owed is handed over, and once a day both sides' lists are compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db.models import QuerySet

from huiyin.cases.models import Case
from huiyin.intake.channels.hotline.actions import (
    Taken,
    forget_nonces,
    keep_comparison,
    queue_parcel,
    receive_answer,
    receive_order,
    sent,
    unsent,
)
from huiyin.intake.channels.hotline.client import Hotline, HotlineError
from huiyin.intake.channels.hotline.queries import compared, due_parcels, order_called, orders_of
from huiyin.intake.channels.hotline.rules.orders import STATES, THEIRS
from huiyin.intake.channels.hotline.rules.reconciling import Difference, Held, differences
from huiyin.intake.channels.queries import channel_of
from huiyin.intake.models import HotlineOrder, Parcel, Reconciliation, Report
from huiyin.intake.vault import redacted
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.triage.secrecy.queries import clear_reports

log = structlog.get_logger(__name__)


def theirs() -> Hotline | None:
    """Their exchange; None where orders only come and go as files."""
    return Hotline(settings.HOTLINE_URL, settings.HOTLINE_SECRET) if settings.HOTLINE_URL else None


def in_sight() -> QuerySet[Report]:
    """Whose words may leave the house: what is held for secrecy waits, what was deleted is never handed over."""
    return clear_reports(Report.objects.all())


def hand_over(now: datetime) -> int:
    """Hands over what is due; how many were taken. Each by itself: one that they refuse keeps no other waiting."""
    hotline = theirs()
    if hotline is None:
        return 0
    done = 0
    for parcel in due_parcels(now, in_sight()):
        try:
            said = hotline.send(_NOUNS[parcel.kind], content_of(parcel), now=now)
        except HotlineError as error:
            log.warning("hotline_refused", parcel=parcel.pk, reason=error.reason)
            unsent(parcel.pk, error.reason, now=now)
        else:
            sent(parcel.pk, external_id=_their_number(said), now=now)
            done += 1
    return done


_NOUNS = {"order": "orders", "answer": "answers"}


def _their_number(said: Mapping[str, Any]) -> str:
    number = said.get("id")
    return str(number) if isinstance(number, str | int) else ""


def content_of(parcel: Parcel) -> dict[str, Any]:
    """What is handed over: of a matter of ours its redacted words, never who sent it; of theirs the answer."""
    order, report = parcel.order, parcel.order.report
    if parcel.kind == "order":
        return {
            "number": report.number,
            "time": report.received_at.isoformat(),
            "content": redacted(report),
            "type": report.problem_type,
        }
    case = Case.objects.select_related("reply", "unit", "committee").get(report=report)
    reply = getattr(case, "reply", None)
    unit = case.unit or case.committee
    return {
        "id": order.external_id,
        "number": report.number,
        "state": STATES.get(case.state, "handling"),
        "reply": reply.text if reply else "",
        "unit": unit.name,
        "time": (reply.at if reply else case.opened_at).isoformat(),
    }


def our_list(day: date) -> list[dict[str, str]]:
    """The orders of a day as we have them, for the hotline to compare."""
    return [
        {"id": order.external_id, "number": order.report.number, "state": state}
        for order, state in _with_states(day)
        if order.external_id
    ]


def _with_states(day: date) -> Iterator[tuple[HotlineOrder, str]]:
    """Each order of a day with its state: of those that came, where our case stands; else what they said last."""
    rows = list(orders_of(day))
    found = Case.objects.filter(report__in=[row.report_id for row in rows]).values_list("report", "state")
    states = dict(found)
    for row in rows:
        here = STATES.get(states.get(row.report_id, "received"), "accepted")
        yield row, here if row.direction == "in" else row.state or "accepted"


def keep_in_step(now: datetime) -> None:
    """Compares yesterday's lists, once; what fails is tried again at the next turn."""
    forget_nonces(now=now)
    yesterday = now.astimezone(SHANGHAI).date() - timedelta(days=1)
    if theirs() and not compared(yesterday):
        compare(yesterday, now=now)


def compare(day: date, *, now: datetime) -> Reconciliation:
    """Compares both sides' lists of a day and keeps what differs. Raises NotAllowed(`no_hotline`)."""
    hotline = theirs()
    if hotline is None:
        raise NotAllowed(Refused("no_hotline"))
    ours = {
        order.external_id or f"? {order.report.number}": Held(state, order.report.number)
        for order, state in _with_states(day)
    }
    try:
        rows = hotline.listed(day.isoformat(), now=now)
    except HotlineError as error:
        return keep_comparison(day, [], ours=len(ours), theirs=0, failed=error.reason, now=now)
    listed = {str(row.get("id", ""))[:48]: Held(_state(row)) for row in rows if row.get("id")}
    known = {number: held for number, held in ours.items() if number in listed or not _elsewhere(number)}
    return keep_comparison(day, differences(known, listed), ours=len(ours), theirs=len(listed), now=now)


def _elsewhere(number: str) -> bool:
    """Whether an order of ours isn't expected in their list: they haven't taken it yet, and it is still being tried."""
    return number.startswith("? ")


def _state(row: Mapping[str, Any]) -> str:
    state = row.get("state")
    return state if isinstance(state, str) and state in THEIRS else "accepted"


def mend(difference: Difference, *, now: datetime) -> Taken:
    """Mends one difference: fetches what is missing here, hands over again what is missing there."""
    hotline, channel = theirs(), channel_of("hotline", settings.HOTLINE_CHANNEL)
    if hotline is None or channel is None:
        raise NotAllowed(Refused("no_hotline"))
    if difference.kind in ("missing_here", "state_differs"):
        try:
            data = hotline.order(difference.id, now=now)
        except HotlineError as error:
            raise NotAllowed(Refused("hotline_refused", {"why": error.reason})) from error
        order = order_called(difference.id)
        receive = receive_answer if order and order.direction == "out" else receive_order
        return receive(channel, data, now=now)
    order = order_called(difference.id)
    if order is None:
        raise NotAllowed(Refused("unknown"))
    queue_parcel(order, "order" if order.direction == "out" else "answer", now=now, again=True)
    hand_over(now)
    return Taken("taken", order.report.number)
