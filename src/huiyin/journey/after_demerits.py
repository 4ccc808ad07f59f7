"""What follows from an officer's points: they and who leads their unit hear of it, in lines that name nothing."""

from __future__ import annotations

from datetime import datetime

from huiyin.journey.people import heads, holding
from huiyin.ledger.models import Event
from huiyin.messages.actions import notify
from huiyin.organisations.models import Account


def tell_officer(event: Event, now: datetime) -> None:
    """Points were posted, or an objection is concluded."""
    template = "demerit_posted" if event.verb == "post" else "demerit_concluded"
    themselves = list(Account.objects.filter(officer=event.data["officer"], is_active=True))
    _put([*themselves, *heads(event.data["unit"], now)], template, event, now)


def tell_judges(event: Event, now: datetime) -> None:
    """Somebody objected: who leads the committee concludes."""
    out = event.data["officer"]
    judges = [one for one in holding("leader", event.unit, now) if one.officer_id != out]
    _put(judges, "demerit_contested", event, now)


def tell_chief(event: Event, now: datetime) -> None:
    """Something is due: who leads the unit carries it out."""
    _put(
        [one for one in heads(event.data["unit"], now) if one.officer_id != event.data["officer"]],
        "consequence_due",
        event,
        now,
    )


def _put(accounts: list[Account], template: str, event: Event, now: datetime) -> None:
    for account in dict.fromkeys(accounts):
        notify(account.pk, template, key=f"event:{event.pk}", now=now)
