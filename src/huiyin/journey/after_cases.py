"""What follows each step of a case: who is told, what is locked, sealed or sent."""

from __future__ import annotations

from datetime import datetime

from huiyin.cases.actions import answer_with_main, pin
from huiyin.cases.actions.talks import talks_missing
from huiyin.cases.models import Case
from huiyin.journey import people
from huiyin.journey.people import reporter_texted, told
from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.models import Event
from huiyin.messages.actions import withdraw
from huiyin.organisations.leaves import away
from huiyin.organisations.models import Account
from huiyin.organisations.queries import close_to
from huiyin.supervision import actions as supervision

COMMITTEES = ("review", "objection_answer", "dispute")
"""Limits of the committee itself: its leaders hear where they lapse."""


def _case(event: Event) -> Case:
    return Case.objects.select_related("report", "committee").get(pk=event.subject_id)


def tell_team(event: Event, now: datetime) -> None:
    case = _case(event)
    told(people.team(case, now), "referred", case, event, now)


def tell_handlers(event: Event, now: datetime) -> None:
    case = _case(event)
    told(people.handlers(case), "assigned", case, event, now)


def tell_rework(event: Event, now: datetime) -> None:
    case = _case(event)
    told(people.handlers(case), "returned", case, event, now)


def tell_sent_back(event: Event, now: datetime) -> None:
    case = _case(event)
    told(people.reviewers(case, now), "sent_back", case, event, now)


def tell_objected(event: Event, now: datetime) -> None:
    """Whoever gave it out decides whether it comes back."""
    case = _case(event)
    told(people.reviewers(case, now), "objected", case, event, now)


def tell_disputed(event: Event, now: datetime) -> None:
    case = _case(event)
    told(people.judging(case, now), "disputed", case, event, now)


def tell_affirmed(event: Event, now: datetime) -> None:
    case = _case(event)
    told(people.handlers(case), "affirmed", case, event, now)


def tell_approver(event: Event, now: datetime) -> None:
    """Whoever signs; where they are away and nobody stands in, those who supervise and lead, who can name somebody."""
    case = _case(event)
    told(people.approvers(case), "to_approve", case, event, now)
    if case.state == "submitted" and away([case.approver or 0], now.astimezone(SHANGHAI).date()):
        told({*people.supervisors(case, now), *people.above(case, now)}, "signer_away", case, event, now)


def tell_stand_in(event: Event, now: datetime) -> None:
    """Whoever signs in the place of one who went away; no line of the case stays in the inbox of the one away."""
    case = _case(event)
    withdraw(case.number, [event.data["away"]])
    told(people.approvers(case), "to_approve", case, event, now)


def tell_superiors(event: Event, now: datetime) -> None:
    """Somebody asks to withdraw: whoever decides on that hears of it."""
    case = _case_named(event)
    deciding = people.deciding_on(event.data["role"], case, now)
    told([one for one in deciding if one.pk != event.data["account"]], "recusal_asked", case, event, now)


def tell_stays(event: Event, now: datetime) -> None:
    case = _case_named(event)
    told(Account.objects.filter(pk=event.data["account"]), "recusal_refused", case, event, now)


def tell_recused(event: Event, now: datetime) -> None:
    """Somebody withdrew: no line of the case stays in their inbox, and whoever's turn it is now hears of it."""
    case = _case(event)
    withdraw(case.number, [event.data["account"]])
    if event.data["role"] in ("handler", "approver"):
        told(people.acting(case, now), "taken_over", case, event, now)


def ask_to_talk(event: Event, now: datetime) -> None:
    """Where the city wants the reporter to be talked with, those are told who may know whom to call."""
    case = _case(event)
    if talks_missing(case):
        told(people.clerks(case, now), "to_talk", case, event, now)


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
    """A step is late: the supervisors hear of it, and where the supervisors are late themselves, their leaders."""
    case = _case(event)
    above = people.above(case, now) if event.data["kind"] in COMMITTEES else []
    told({*people.supervisors(case, now), *above}, "overdue", case, event, now)


def _case_named(event: Event) -> Case:
    return Case.objects.select_related("report", "committee").get(pk=event.data["case"])


def tell_near(event: Event, now: datetime) -> None:
    """A deadline is near: whose turn it is hears of it; of the promise to the reporter the supervisors, too."""
    case = _case_named(event)
    whole = event.data["kind"] == "whole"
    if case.answered_at if whole else event.data["kind"] != case.due_kind:
        return  # it was met in the meantime
    watching = people.supervisors(case, now) if whole else []
    day = case.promised_at if whole else case.due_at
    told({*people.acting(case, now), *watching}, "due_soon", case, event, now, day)


def tell_lapsed(event: Event, now: datetime) -> None:
    """The day promised to the reporter has passed: those who supervise and those who lead hear of it."""
    case = _case_named(event)
    if case.answered_at is None:
        told({*people.supervisors(case, now), *people.above(case, now)}, "lapsed", case, event, now)


def withdraw_notices(event: Event, now: datetime) -> None:
    """For those whom the case is about, and those close to them, it never existed: no line of it stays in an inbox."""
    case = _case(event)
    out = set(case.accused).union(*map(close_to, case.accused))
    withdraw(case.number, list(Account.objects.filter(officer__in=out).values_list("pk", flat=True)))


def withdraw_all(event: Event, now: datetime) -> None:
    """A file that only the secrecy officer may read leaves every inbox."""
    case = _case(event)
    withdraw(case.number, list(Account.objects.values_list("pk", flat=True)))


def tell_turn(event: Event, now: datetime) -> None:
    """It is there again: whose turn it is hears of it."""
    case = _case(event)
    told(people.acting(case, now), "back_in_sight", case, event, now)


def pin_joined(event: Event, now: datetime) -> None:
    """Whom a case is about, those joined under it are about as well."""
    for one in _case(event).joined.filter(state="joined"):
        pin(one.number, event.data["officers"], by=SYSTEM, now=now)


def answer_joined(event: Event, now: datetime) -> None:
    """The answer goes to everybody whose report was joined under this case: to each as their own."""
    for number in _case(event).joined.filter(state="joined").order_by("pk").values_list("number", flat=True):
        answer_with_main(number, now=now)


def tell_separated(event: Event, now: datetime) -> None:
    case = _case(event)
    told(people.reviewers(case, now), "to_review", case, event, now)


def tell_progress(event: Event, now: datetime) -> None:
    reporter_texted(_case(event).report, "progress", event, now)
