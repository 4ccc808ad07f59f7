"""Who hears that something is held for its marks of secrecy: its officer, or who leads them. Nobody learns what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from huiyin.journey.people import alarm, holding
from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.models import Event
from huiyin.messages.actions import notify
from huiyin.organisations.models import Account
from huiyin.organisations.queries import actor_for
from huiyin.triage.secrecy.actions import officers
from huiyin.triage.secrecy.models import Quarantine
from huiyin.triage.secrecy.rules.lifecycle import is_close


def tell_officer(event: Event, now: datetime) -> None:
    """The secrecy officer; where there is none, those who lead the committee."""
    row = _row(event)
    if not _put(officers(row.committee_id, now), "secrecy_waiting", row, event, now):
        _tell_leaders(row, event, now)


def tell_late(event: Event, now: datetime) -> None:
    """Nobody has looked at it in time: those who lead the committee hear of it."""
    _tell_leaders(_row(event), event, now)


def _row(event: Event) -> Quarantine:
    return Quarantine.objects.select_related("committee").get(pk=event.subject_id)


def _tell_leaders(row: Quarantine, event: Event, now: datetime) -> None:
    for committee in (row.committee_id, row.committee.committee_id):
        if _put(holding("leader", committee, now), "secrecy_late", row, event, now):
            return
    alarm("unattended", key=f"event:{event.pk}", now=now)


def _put(people: Iterable[Account], template: str, row: Quarantine, event: Event, now: datetime) -> int:
    day = row.due_at.astimezone(SHANGHAI).date().isoformat()
    today = now.astimezone(SHANGHAI).date()
    hearing = [one for one in people if not is_close(row.snapshot(), actor_for(one, today))]
    for one in hearing:
        notify(one.pk, template, {"day": day}, key=f"event:{event.pk}", now=now)
    return len(hearing)
