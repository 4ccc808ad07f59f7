"""The only writer of campaigns: registered by who supervises, concluded once they are over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huiyin.cases.actions.taking import needs_reason
from huiyin.cases.rules.lifecycle import person
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.policy.queries import policy, problem_type_codes
from huiyin.reporting.campaigns.models import Campaign
from huiyin.reporting.campaigns.rules.spans import LONGEST


@dataclass(frozen=True)
class Plan:
    """What a campaign is to be. `types`: whoever names one that has others below it means those too."""

    name: str
    purpose: str
    types: Sequence[str]
    first: date
    last: date


@transaction.atomic
def register(committee: int, plan: Plan, *, by: Actor, now: datetime) -> Campaign:
    """A supervisor of the committee registers a campaign. Raises NotAllowed."""
    if "supervisor" not in by.roles_in(committee):
        raise NotAllowed(Refused("wrong_role", {"verb": "register"}))
    if not plan.types or not set(plan.types) <= problem_type_codes():
        raise NotAllowed(Refused("unknown_choice", {"field": "types"}))
    if not plan.first <= plan.last or (plan.last - plan.first).days >= LONGEST:
        raise NotAllowed(Refused("no_such_days", {"field": "last"}))
    name, purpose = needs_reason(plan.name)[:60], needs_reason(plan.purpose)
    if Campaign.objects.filter(committee=committee, name=name, first=plan.first).exists():
        raise NotAllowed(Refused("registered_already", {"field": "name"}))
    made = Campaign.objects.create(
        committee_id=committee, name=name, purpose=purpose, types=policy().topmost(plan.types), first=plan.first,
        last=plan.last, by_id=person(by), at=now,
    )  # fmt: skip
    record("campaign", made.pk, "register", by=by, now=now, unit=committee, data={})
    return made


@transaction.atomic
def sum_up(pk: int, result: str, *, by: Actor, now: datetime) -> Campaign:
    """A supervisor writes down, once and after its last day, what a campaign came to."""
    row = Campaign.objects.select_for_update().filter(pk=pk).first()
    if row is None or "supervisor" not in by.roles_in(row.committee_id):
        raise NotAllowed(Refused("unknown"))
    if row.concluded_at is not None:
        raise NotAllowed(Refused("answered_already"))
    if now.astimezone(SHANGHAI).date() <= row.last:
        raise NotAllowed(Refused("still_running"))
    row.result, row.concluded_by_id, row.concluded_at = needs_reason(result), person(by), now
    row.save()
    record("campaign", row.pk, "sum_up", by=by, now=now, unit=row.committee_id, data={})
    return row
