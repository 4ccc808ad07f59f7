"""What follows each step of a case: who is told, what is locked, sealed or sent."""

from __future__ import annotations

from datetime import datetime

from huiyin.cases.models import Case
from huiyin.journey import people
from huiyin.journey.people import reporter_texted, told
from huiyin.ledger.models import Event
from huiyin.supervision import actions as supervision


def _case(event: Event) -> Case:
    return Case.objects.select_related("report").get(pk=event.subject_id)


def tell_team(event: Event, now: datetime) -> None:
    case = _case(event)
    told(people.team(case, now), "referred", case, event, now)


def tell_reviewers(event: Event, now: datetime) -> None:
    case = _case(event)
    told(people.reviewers(case, now), "to_review", case, event, now)


def tell_handlers(event: Event, now: datetime) -> None:
    case = _case(event)
    told(people.handlers(case), "assigned", case, event, now)


def tell_rework(event: Event, now: datetime) -> None:
    case = _case(event)
    told(people.handlers(case), "returned", case, event, now)


def tell_returned(event: Event, now: datetime) -> None:
    case = _case(event)
    told(people.reviewers(case, now), "returned", case, event, now)


def tell_approver(event: Event, now: datetime) -> None:
    case = _case(event)
    told(people.approvers(case), "to_approve", case, event, now)


def tell_answering(event: Event, now: datetime) -> None:
    case = _case(event)
    told(people.reviewers(case, now), "to_answer", case, event, now)


def supervise(event: Event, now: datetime) -> None:
    """The lock bites: the case enters supervision; the unit, its leader and the supervisors are told (S0-19)."""
    case = _case(event)
    supervision.enter(case, now=now)
    everybody = [*people.handlers(case), *people.approvers(case), *people.supervisors(case, now)]
    told(everybody, "locked", case, event, now)


def lift(event: Event, now: datetime) -> None:
    supervision.lift(_case(event), now=now)


def tell_late(event: Event, now: datetime) -> None:
    case = _case(event)
    told(people.supervisors(case, now), "overdue", case, event, now)


def tell_reporter(event: Event, now: datetime) -> None:
    """There is an answer: an SMS says so, and only that."""
    reporter_texted(_case(event).report, "answered", event, now)


def tell_progress(event: Event, now: datetime) -> None:
    reporter_texted(_case(event).report, "progress", event, now)
