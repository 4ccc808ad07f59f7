"""Who hears of an alert: those of the supervising body for whom it is news, nobody else (S1-37)."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from huiyin.cases.models import Case
from huiyin.journey.people import alarm, holding, told
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.models import Event
from huiyin.organisations.models import Unit
from huiyin.organisations.queries import actor_for
from huiyin.policy.queries import policy
from huiyin.supervision.alerts.actions import watch
from huiyin.supervision.alerts.models import Alert
from huiyin.supervision.alerts.queries import ROLE, news
from huiyin.supervision.letters.actions import draft
from huiyin.supervision.letters.addressees import kept_out, reachable


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
        _urge(Alert.objects.select_related("committee", "organ").get(pk=pk), now)
    elif event.verb == "raise":
        alarm("unattended", key=f"event:{event.pk}", now=now)


def _urge(alert: Alert, now: datetime) -> None:
    """Drafts the letter that the city's rule names, once until it is news again; a person words and signs it.

    How many wrote, how often and about what isn't in it. A house that somebody concerned leads gets none: who
    supervises has the alert and finds another way.
    """
    kind = next((rule.letter for rule in policy().alerts if rule.code == alert.rule), "")
    if not kind:
        return
    concerned = {officer for one in alert.members.select_related("case") for officer in one.case.accused}
    to = pressed(alert, kept_out(concerned), now)
    with suppress(NotAllowed):
        draft(
            kind,
            alert.committee,
            to,
            facts={"period": f"近{alert.days}日"},
            accused=sorted(concerned),
            now=now,
            because=f"alert:{alert.pk}:{alert.acknowledgements.count() + 1}",
        )


def pressed(alert: Alert, out: frozenset[int], now: datetime) -> list[Unit]:
    """The house, and those of its sections to which its matters were given: as far as somebody there may read it."""
    given = alert.members.values("case__unit")
    sections = Unit.objects.filter(pk__in=given, kind="section", path__startswith=alert.organ.path)
    found = [unit for unit in (alert.organ, *sections.order_by("path")) if reachable(unit, out, now)]
    return found or [alert.organ]
