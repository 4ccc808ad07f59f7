"""A lead that was given out is pushed to the work team that follows it (S1-34); what it finds unsolved is heard."""

from __future__ import annotations

from datetime import datetime

from huiyin.cases.models import Case
from huiyin.journey.people import holding, put_unnamed, supervisors, told
from huiyin.ledger.models import Event
from huiyin.supervision.tracking.actions import push
from huiyin.supervision.tracking.models import Tracking


def follow(event: Event, now: datetime) -> None:
    push(Case.objects.select_related("reported__region").get(pk=event.subject_id), now=now)


def tell_team(event: Event, now: datetime) -> None:
    """A line that names nothing: the case itself isn't theirs."""
    row = Tracking.objects.select_related("case").get(pk=event.subject_id)
    put_unnamed(holding("team", row.team_id, now), "to_track", row.case, event, now)


def tell_supervisors(event: Event, now: datetime) -> None:
    case = Tracking.objects.select_related("case__report", "case__committee").get(pk=event.subject_id).case
    told(supervisors(case, now), "unsolved", case, event, now)
