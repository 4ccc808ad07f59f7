"""What people decide about whose a case is becomes a lesson, and a mark against the program where it was wrong."""

from __future__ import annotations

from datetime import datetime

from huiyin.cases.models import Case
from huiyin.kernel.actor import Actor
from huiyin.ledger.models import Event
from huiyin.organisations.models import Unit
from huiyin.triage.learning.actions import learn
from huiyin.triage.routing import actions as routing


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


def note_sent_back(event: Event, now: datetime) -> None:
    """The unit says that it isn't theirs."""
    case = _case(event)
    before = case.assignments.filter(ended_at=event.at).order_by("-at").first()
    if before is not None and before.by_id is None:
        routing.override(case.report, "send_back", None, by=event.actor, now=event.at)


def _learn(event: Event, source: str) -> None:
    code = Unit.objects.values_list("code", flat=True).get(pk=event.data["unit"])
    learn(_case(event).report, target="unit", label=code, source=source, now=event.at)
