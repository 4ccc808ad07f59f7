"""Who hears of an alert: those of the supervising body for whom it is news, nobody else (S1-37)."""

from __future__ import annotations

from datetime import datetime

from huiyin.cases.models import Case
from huiyin.journey.people import alarm, holding, told
from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.models import Event
from huiyin.organisations.queries import actor_for
from huiyin.supervision.alerts.actions import watch
from huiyin.supervision.alerts.queries import ROLE, news


def watch_named(event: Event, now: datetime) -> None:
    """Somebody found out whom a case is about: now it counts with the others about them."""
    watch(Case.objects.select_related("report").get(pk=event.subject_id), now=now)


def tell_supervisors(event: Event, now: datetime) -> None:
    """A line for each supervisor for whom it came to wait by this case; nothing where the case isn't theirs to know."""
    case = Case.objects.select_related("report", "committee").get(pk=event.data["case"])
    pk, today = int(event.subject_id), now.astimezone(SHANGHAI).date()
    holders = holding(ROLE, case.committee_id, now)
    hearing = [one for one in holders if news(actor_for(one, on=today), pk, case.pk)]
    if hearing:
        told(hearing, "alert", case, event, now)
    elif event.verb == "raise":
        alarm("unattended", key=f"event:{event.pk}", now=now)
