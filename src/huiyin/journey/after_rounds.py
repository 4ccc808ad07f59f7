"""What follows from the inspectors' round: those asked hear of it, and those who asked, of the answer."""

from __future__ import annotations

from datetime import datetime

from huiyin.cases.models import Case
from huiyin.journey.people import acting, handlers, holding, params_of, put_unnamed, text, told
from huiyin.ledger.models import Event
from huiyin.organisations.models import Account
from huiyin.supervision.rounds.models import Breach, FollowUp


def tell_in_hand(event: Event, now: datetime) -> None:
    """Whose turn it is gets on with it; who handles the case explains."""
    case = Case.objects.select_related("report", "committee").get(pk=event.data["case"])
    if event.data["kind"] == "nudge":
        text(
            told(acting(case, now), "urged", case, event, now), "urged", params_of("urged", case), event, now
        )
    else:
        told(handlers(case) or acting(case, now), "to_explain", case, event, now)


def tell_asker(event: Event, now: datetime) -> None:
    asked = FollowUp.objects.select_related("case__report", "case__committee", "by").get(pk=event.subject_id)
    told([asked.by], "explained", asked.case, event, now)


def _breach(event: Event) -> Breach:
    return Breach.objects.select_related("case").get(pk=event.subject_id)


def _blamed(row: Breach, now: datetime) -> list[Account]:
    themselves = (
        list(Account.objects.filter(officer=row.officer_id, is_active=True)) if row.officer_id else []
    )
    return [*holding("approver", row.unit_id, now), *themselves]


def tell_blamed(event: Event, now: datetime) -> None:
    row = _breach(event)
    put_unnamed(_blamed(row, now), "breach_stated", row.case, event, now)


def tell_judges(event: Event, now: datetime) -> None:
    row = _breach(event)
    put_unnamed(holding("leader", row.committee_id, now), "breach_contested", row.case, event, now)


def tell_concluded(event: Event, now: datetime) -> None:
    row = _breach(event)
    stated = Account.objects.filter(pk=row.by_id)
    put_unnamed([*_blamed(row, now), *stated], "breach_concluded", row.case, event, now)
