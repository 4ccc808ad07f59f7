"""What follows where somebody asks for time: who grants it hears of it, then who works on it, and the reporter."""

from __future__ import annotations

from datetime import datetime

from huiyin.cases.actions import prolong
from huiyin.cases.models import Case, TimeRequest
from huiyin.journey import people
from huiyin.journey.people import reporter_mailed, reporter_texted, told
from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.models import Event


def _case(event: Event) -> Case:
    return Case.objects.select_related("report", "committee").get(pk=event.subject_id)


def tell_granters(event: Event, now: datetime) -> None:
    """Whoever may grant it, by the city's row."""
    case, request = _case(event), TimeRequest.objects.get(pk=event.data["request"])
    if request.decided_at is not None:
        return
    may = {"approver": people.approvers(case), "supervisor": people.supervisors(case, now)}
    asked = {one for role in request.limit.get("granted_by", ()) for one in may[role]}
    told(sorted(asked, key=lambda one: one.pk), "time_asked", case, event, now)


def tell_moved(event: Event, now: datetime) -> None:
    """The day has moved: who works on it knows the new one, and the reporter hears that there is one, and why."""
    case = _case(event)
    if case.state == "verifying":
        told(people.handlers(case), "time_moved", case, event, now)
    if case.answered_at is None:
        day = case.promised_at.astimezone(SHANGHAI).date().isoformat()
        reporter_texted(case.report, "new_day", event, now, day=day)
        reporter_mailed(case.report, "mail_new_day", event, now, day=day)


def tell_refused(event: Event, now: datetime) -> None:
    told(people.handlers(_case(event)), "time_refused", _case(event), event, now)


def move_joined(event: Event, now: datetime) -> None:
    """Those joined under it wait for the same answer."""
    for number in _case(event).joined.filter(state="joined").order_by("pk").values_list("number", flat=True):
        prolong(number, now=now)
