"""What follows from a bad rating: somebody else looks again, the reporter hears of it, in the end people confer."""

from __future__ import annotations

from datetime import datetime

from huiyin.cases.models import Case
from huiyin.journey.people import reporter_texted, reviewers, supervisors, told
from huiyin.ledger.models import Event
from huiyin.messages.actions import notify
from huiyin.ratings.again.actions import open_recheck
from huiyin.ratings.models import Recheck
from huiyin.ratings.rules.levels import BAD


def look_again(event: Event, now: datetime) -> None:
    """A bad rating of an answer that came of a verification asks for a second one (S1-33)."""
    case = Case.objects.select_related("report__rating").filter(number=event.subject_id).first()
    if case and event.data["level"] in BAD:
        open_recheck(case, now=now)


def _row(event: Event) -> Recheck:
    return Recheck.objects.select_related("case__report", "case__committee").get(pk=event.subject_id)


def tell_reviewers(event: Event, now: datetime) -> None:
    """It waits to be given out, or to be answered."""
    case = _row(event).case
    template = "to_recheck" if event.verb == "open" else "recheck_reported"
    told(reviewers(case, now), template, case, event, now)


def tell_checker(event: Event, now: datetime) -> None:
    """A line that names nothing: the case itself isn't theirs to see."""
    notify(event.data["checker"], "recheck_given", key=f"event:{event.pk}", now=now)


def invite(event: Event, now: datetime) -> None:
    """There is a second answer, or what people decided together: the reporter hears so."""
    template = "answered" if event.verb == "reply_again" else "progress"
    reporter_texted(_row(event).case.report, template, event, now)


def tell_supervisors(event: Event, now: datetime) -> None:
    case = _row(event).case
    told(supervisors(case, now), "to_confer", case, event, now)
