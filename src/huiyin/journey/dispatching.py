"""The program gives a matter to a unit by itself where its rules are sure and nothing can be lost by it (S3-07)."""

from __future__ import annotations

from datetime import datetime

from huiyin.cases import actions as cases
from huiyin.cases.candidates import candidates, units_for
from huiyin.cases.models import Case
from huiyin.cases.rules.title import first_allegation
from huiyin.intake.vault import redacted
from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.kernel.limits import Limit
from huiyin.organisations.models import Unit
from huiyin.organisations.queries import ancestry
from huiyin.policy.queries import policy
from huiyin.triage.models import Quarantine
from huiyin.triage.routing import actions as routing
from huiyin.triage.routing.models import RoutingDecision
from huiyin.triage.routing.queries import answered


def dispatched(case: Case, *, screened: bool, now: datetime) -> bool:
    """Decides whose a new case is, and gives it there; False where a person has to, with the proposal in view."""
    if case.state != "received":
        return True
    able = units_for(case, now)
    around = routing.Around(
        matter=case.matter,
        acceptor=case.acceptor.code,
        accused=bool(case.accused),
        screened=screened,
        quarantined=Quarantine.objects.filter(report=case.report).exists(),
        among=[unit.code for unit in able],
    )
    decision = routing.route(case.report, around, now=now)
    if _limit(case, decision, now):
        cases.hasten(case.number, decision.limit, now=now)
    if decision.held or decision.unit is None:
        return False
    order = order_for(case, decision.unit, able, now)
    if order is None:
        routing.hold(decision, "nobody_able")
        return False
    return _sent(case, decision, order, now)


def _sent(case: Case, decision: RoutingDecision, order: cases.Order, now: datetime) -> bool:
    try:
        cases.dispatch(case.number, order, now=now, limit=_taking_up(case, decision, now))
    except NotAllowed as no:
        routing.hold(decision, no.refused.reason)
        return False
    routing.given(case.report, order.unit, by=SYSTEM, now=now)
    return True


def order_for(case: Case, unit: Unit, able: list[Unit], now: datetime) -> cases.Order | None:
    """An assignment made of the redacted report alone; None where nobody of the unit, or around it, can take it."""
    there = {one.pk for one in able}
    to = next((pk for pk in reversed(ancestry(unit)) if pk in there), None)
    if to is None:
        return None
    approvers = [one.account.pk for one in candidates(case, to, "approver", now) if one.free]
    handlers = [one.account.pk for one in candidates(case, to, "handler", now) if one.free]
    approver = next((pk for pk in approvers if set(handlers) - {pk}), None)
    if approver is None:
        return None
    text = redacted(case.report)
    answers = [f"{question.text}{option['text']}" for question, option in answered(case.report)]
    return cases.Order(
        unit=to,
        handlers=_chosen([pk for pk in handlers if pk != approver]),
        approver=approver,
        summary="\n".join((text, *answers)),
        allegations=(first_allegation(text),),
    )


def _chosen(handlers: list[int]) -> tuple[int, ...]:
    """All of them, or the one with the least in hand, as the city wants it."""
    if policy().city.dispatch_to == "all":
        return tuple(handlers)
    busy = Case.objects.filter(state__in=("assigned", "verifying"))
    return (min(handlers, key=lambda pk: (busy.filter(handlers__contains=[pk]).count(), pk)),)


def _taking_up(case: Case, decision: RoutingDecision, now: datetime) -> str:
    """The rule's limit, where that is one for taking it up."""
    named = _limit(case, decision, now)
    return named.name if named and named.start_event == "assigned" else ""


def _limit(case: Case, decision: RoutingDecision, now: datetime) -> Limit | None:
    """The rule's limit, where the city still has it."""
    try:
        return policy().limit(
            decision.limit,
            region=case.committee.region.code,
            on=now.astimezone(SHANGHAI).date(),
            kind=case.problem_type,
            channel=case.channel,
        )
    except LookupError:
        return None
