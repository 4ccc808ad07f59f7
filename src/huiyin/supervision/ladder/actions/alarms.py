"""What the ladder couldn't do as it stands is raised as an alarm, and settled by a person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.cases.actions.taking import needs_reason
from huiyin.cases.rules.lifecycle import person, roles_on
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.supervision.ladder.models import Alarm, Standing


@transaction.atomic
def raise_alarm(standing: Standing, kind: str, rung: str = "", *, now: datetime) -> Alarm:
    """Raises it once, however often it is found."""
    committee = standing.case.committee_id
    alarm, made = Alarm.objects.get_or_create(
        standing=standing, kind=kind, rung=rung, defaults={"committee_id": committee, "at": now}
    )
    if made:
        data = {"case": standing.case_id, "kind": kind}
        record("alarm", alarm.pk, "raise", by=SYSTEM, now=now, unit=committee, data=data)
    return alarm


@transaction.atomic
def settle_alarm(pk: int, note: str, *, by: Actor, now: datetime) -> Alarm:
    """A supervisor says what was done about it."""
    alarm = (
        Alarm.objects.select_for_update(of=("self",)).select_related("standing__case").filter(pk=pk).first()
    )
    if alarm is None or "supervisor" not in roles_on(alarm.standing.case.snapshot(), by):
        raise NotAllowed(Refused("unknown"))
    if alarm.settled_at is not None:
        raise NotAllowed(Refused("settled_already"))
    alarm.note, alarm.by_id, alarm.settled_at = needs_reason(note), person(by), now
    alarm.save(update_fields=["note", "by", "settled_at"])
    data = {"case": alarm.standing.case_id, "kind": alarm.kind}
    record("alarm", alarm.pk, "settle", by=by, now=now, unit=alarm.committee_id, data=data)
    return alarm
