"""What became of a decision: why it was held, the first dispatch, and what people put right."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.intake.models import Report
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.ledger.actions import record
from huiyin.triage.routing.models import RoutingDecision


@transaction.atomic
def hold(decision: RoutingDecision, reason: str) -> None:
    """Notes why a dispatch that was decided couldn't be made, so that a person decides."""
    if reason not in decision.held:
        decision.held = [*decision.held, reason]
        decision.save(update_fields=["held"])


@transaction.atomic
def given(report: Report, unit: int, *, by: Actor, now: datetime) -> RoutingDecision:
    """Notes the first dispatch of a report: by the program or by a person. Later ones change nothing."""
    decision = _decision(report, now)
    if decision.given_at is None:
        decision.given_at, decision.given_to_id = now, unit
        decision.by_machine = by.account == SYSTEM.account
        decision.save(update_fields=["given_at", "given_to", "by_machine"])
    return decision


@transaction.atomic
def override(report: Report, how: str, to: int | None, *, by: str, now: datetime) -> RoutingDecision:
    """Notes that people found the program wrong: `redirect` or `send_back`.

    The first time is what counts; `to` is where it went last.
    """
    decision = _decision(report, now)
    if not decision.by_machine:
        return decision
    first = decision.overridden_at is None
    if first:
        decision.overridden_at, decision.overridden_by, decision.overridden_how = now, by, how
    decision.overridden_to_id = to or decision.overridden_to_id
    decision.save(update_fields=["overridden_at", "overridden_by", "overridden_how", "overridden_to"])
    if first:
        data = {"report": report.pk, "how": how}
        record("routing", report.number, "override", by=SYSTEM, now=now, unit=report.unit_id, data=data)
    return decision


def _decision(report: Report, now: datetime) -> RoutingDecision:
    """The report's decision, its row locked; an empty one for a report from before there were any."""
    RoutingDecision.objects.get_or_create(report=report, defaults={"decided_at": now})
    return RoutingDecision.objects.select_for_update(of=("self",)).get(report=report)
