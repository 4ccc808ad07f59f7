"""What we hand to the hotline: the answers to its orders, and matters that aren't ours (S3-12). Queued, retried."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from huiyin.intake.channels.hotline.rules.reconciling import Difference
from huiyin.intake.channels.hotline.rules.signing import SKEW
from huiyin.intake.models import HotlineOrder, Parcel, Reconciliation, Report, SeenNonce
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record

LONGEST = timedelta(hours=4)


@transaction.atomic
def pass_out(report: Report, *, by: Actor, unit: int, now: datetime) -> HotlineOrder:
    """Gives a matter to the hotline, which knows whose it is. Raises NotAllowed: passed_already.

    `unit` is the committee for which `by` acts; the caller has seen that they may.
    """
    if HotlineOrder.objects.filter(report=report).exists():
        raise NotAllowed(Refused("passed_already"))
    order = HotlineOrder.objects.create(direction="out", report=report, made_at=now)
    queue_parcel(order, "order", now=now)
    record("order", order.pk, "pass_out", by=by, now=now, unit=unit, data={"report": report.pk})
    return order


def queue_parcel(order: HotlineOrder, kind: str, *, now: datetime, again: bool = False) -> Parcel:
    """Something to hand over; once, unless it is to be handed over `again`."""
    parcel, made = Parcel.objects.get_or_create(order=order, kind=kind, defaults={"due_at": now})
    if again and not made:
        parcel.due_at, parcel.sent_at, parcel.attempts = now, None, 0
        parcel.save()
    return parcel


@transaction.atomic
def sent(parcel: int, *, external_id: str = "", now: datetime) -> None:
    """They have it; a matter of ours now bears their number."""
    row = Parcel.objects.select_for_update(of=("self",)).select_related("order").get(pk=parcel)
    row.sent_at, row.last_error = now, ""
    row.save(update_fields=["sent_at", "last_error"])
    if external_id and not row.order.external_id:
        row.order.external_id = external_id[:48]
        row.order.save(update_fields=["external_id"])
    record(
        "order",
        row.order_id,
        "hand_over",
        by=SYSTEM,
        now=now,
        data={"report": row.order.report_id, "kind": row.kind},
    )


def unsent(parcel: int, error: str, *, now: datetime) -> None:
    """They couldn't be reached, or said no: tried again after a growing wait, and never dropped."""
    with transaction.atomic():
        row = Parcel.objects.select_for_update().get(pk=parcel)
        row.attempts += 1
        row.due_at = now + min(timedelta(minutes=2 ** min(row.attempts, 10)), LONGEST)
        row.last_error = error[:40]
        row.save(update_fields=["attempts", "due_at", "last_error"])


def keep_comparison(
    day: date, found: list[Difference], *, ours: int, theirs: int, failed: str = "", now: datetime
) -> Reconciliation:
    """Keeps what a day's comparison found; a later one of the same day takes its place."""
    values = {
        "ran_at": now,
        "ours": ours,
        "theirs": theirs,
        "failed": failed[:40],
        "differences": [vars(difference) for difference in found],
    }
    return Reconciliation.objects.update_or_create(day=day, defaults=values)[0]


def forget_nonces(*, now: datetime) -> int:
    """Drops the nonces of requests that would be stale by now anyway."""
    return SeenNonce.objects.filter(at__lt=now - timedelta(seconds=2 * SKEW)).delete()[0]
