"""A unit merely hears that a matter came which may concern it: a line without a word of the matter (S3-07)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from huiyin.cases.models import Case
from huiyin.journey.people import holding
from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.models import Event
from huiyin.messages.actions import notify
from huiyin.organisations.models import Account, Unit
from huiyin.organisations.queries import actor_for, organ_of
from huiyin.triage.routing.queries import answered

ROLES = ("approver", "supervisor")
"""Who of a unit hears it: who leads it, of a committee who supervises."""


def inform_named(case: Case, event: Event, now: datetime) -> None:
    """Never the house that a complaint is about, nor whom it is about or somebody close to them."""
    codes = {option["inform"] for _, option in answered(case.report) if option.get("inform")}
    for unit in Unit.objects.filter(code__in=codes, active=True).order_by("code"):
        for account in _hearing(case, unit, now):
            notify(
                account.pk,
                "informed",
                {"number": case.number},
                case=case.number,
                key=f"event:{event.pk}",
                now=now,
            )


def _hearing(case: Case, unit: Unit, now: datetime) -> Iterator[Account]:
    if organ_of(unit) == case.organ_id and (case.matter == "complaint" or case.accused):
        return
    today = now.astimezone(SHANGHAI).date()
    for account in (one for role in ROLES for one in holding(role, unit.pk, now)):
        actor = actor_for(account, on=today)
        concerned = actor.home == case.organ_id and case.matter == "complaint"
        if not concerned and actor.stays_out_for.isdisjoint(case.accused):
            yield account
