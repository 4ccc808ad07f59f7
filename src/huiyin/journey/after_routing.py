"""What people decide about whose a case is becomes a lesson, and a mark against the program where it was wrong."""

from __future__ import annotations

from datetime import datetime

from huiyin.cases.models import Assignment, Case
from huiyin.journey.people import holding, put
from huiyin.kernel.actor import Actor
from huiyin.ledger.models import Event
from huiyin.organisations.models import Unit
from huiyin.triage.learning.actions import learn
from huiyin.triage.routing import actions as routing
from huiyin.triage.routing.models import RoutingDecision


def _case(event: Event) -> Case:
    return Case.objects.select_related("report").get(pk=event.subject_id)


def learn_assigned(event: Event, now: datetime) -> None:
    """A person said whose it is: as the program proposed, or otherwise."""
    report, unit = _case(event).report, event.data["unit"]
    decision = routing.given(report, unit, by=Actor(event.actor), now=event.at)
    otherwise = decision.overridden_at is not None or decision.unit_id not in (None, unit)
    _learn(event, "override" if otherwise else "assigned")


def learn_redirected(event: Event, now: datetime) -> None:
    """A person gave it to another unit before anybody took it up."""
    case = _case(event)
    before = case.assignments.filter(ended_at=event.at).order_by("-at").first()
    if before is not None and before.by_id is None:
        to = event.data["unit"]
        routing.override(case.report, "redirect", to, by=event.actor, now=event.at)
    _learn(event, "override")


def learn_reassigned(event: Event, now: datetime) -> None:
    """Those who supervise gave to another unit what lay where the program had given it."""
    case = _case(event)
    given = list(case.assignments.order_by("-at", "-pk")[:2])
    if len(given) == 2 and given[1].by_id is None and given[0].unit_id != given[1].unit_id:
        routing.override(case.report, "reassign", given[0].unit_id, by=event.actor, now=event.at)
        _learn(event, "override")


def learn_stood(event: Event, now: datetime) -> None:
    """A unit took up what the program gave it, and nobody had put it right: a lesson of less weight than a person's."""
    running = Assignment.objects.filter(case=int(event.subject_id), ended_at=None, by=None)
    given = running.select_related("case__report", "unit").first()
    if given:
        learn(given.case.report, target="unit", label=given.unit.code, source="stood", now=event.at)


def tell_overseers(event: Event, now: datetime) -> None:
    """The unit that supervises a matter by the city's rules hears that it was given out."""
    case = Case.objects.select_related("report", "committee").get(pk=event.subject_id)
    decision = RoutingDecision.objects.filter(report=case.report).first()
    if decision and decision.supervisor_id:
        put(holding("supervisor", decision.supervisor_id, now), "oversee", case, event, now)


def note_sent_back(event: Event, now: datetime) -> None:
    """The unit says that it isn't theirs."""
    case = _case(event)
    before = case.assignments.filter(ended_at=event.at).order_by("-at").first()
    if before is not None and before.by_id is None:
        routing.override(case.report, "send_back", None, by=event.actor, now=event.at)


def _learn(event: Event, source: str) -> None:
    code = Unit.objects.values_list("code", flat=True).get(pk=event.data["unit"])
    learn(_case(event).report, target="unit", label=code, source=source, now=event.at)
