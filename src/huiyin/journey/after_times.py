"""What follows where somebody asks for time: who grants it hears of it, then who works on it, and the reporter."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from huiyin.cases.actions import begin_recount, prolong
from huiyin.cases.models import Case, MovedDay, TimeRequest
from huiyin.journey import people
from huiyin.journey.people import reporter_mailed, reporter_texted, told
from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.models import Event
from huiyin.policy.queries import policy

LONG_HOLIDAY = timedelta(days=15)
"""A notice also changes weekends shortly before its year: the last days of December."""


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


def count_anew(event: Event, now: datetime) -> None:
    """A day or a year of the calendar changed: what is promised already is counted anew, where the city wants it.

    The worker does it by and by: at a change of a whole year it is most of what is open.
    """
    if policy().city.calendar_changes != "recompute":
        return
    changed = event.subject_id
    whole_year = len(changed) == 4
    first = date(int(changed), 1, 1) - LONG_HOLIDAY if whole_year else date.fromisoformat(changed)
    last = date(int(changed), 12, 31) if whole_year else first
    begin_recount(changed, first, last, now=now)


def tell_recounted(event: Event, now: datetime) -> None:
    """Whose turn it is hears of the new day; the reporter, where it is theirs."""
    case = _case(event)
    told(people.acting(case, now), "time_moved", case, event, now)
    if case.answered_at is None and _promise_moved(event):
        day = case.promised_at.astimezone(SHANGHAI).date().isoformat()
        reporter_texted(case.report, "new_day", event, now, day=day)
        reporter_mailed(case.report, "mail_new_day", event, now, day=day)


def _promise_moved(event: Event) -> bool:
    rows = MovedDay.objects.filter(deadline__case=int(event.subject_id), at=event.at, deadline__kind="whole")
    return rows.exists()
