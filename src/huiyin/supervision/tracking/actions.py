"""The only writer of what work teams follow."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from huiyin.cases.actions.taking import needs_reason
from huiyin.cases.models import Case
from huiyin.cases.rules.lifecycle import person
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.organisations.models import Unit
from huiyin.policy.queries import policy
from huiyin.supervision.tracking.models import Look, Tracking
from huiyin.supervision.tracking.rules.tracking import TRACKING, WAYS, Team, ends, follower
from huiyin.supervision.tracking.standing import roles_in


@transaction.atomic
def push(case: Case, *, now: datetime) -> Tracking | None:
    """A lead that was given out goes to the team that follows it, once; None where its channel has no team."""
    channel = policy().channel(case.channel)
    codes = channel.tracked_by if channel else ()
    if not codes or Tracking.objects.filter(case=case).exists():
        return None
    running = Count("pk", filter=Q(ended_at=None))
    load = dict(Tracking.objects.values_list("team").annotate(n=running))
    units = Unit.objects.filter(code__in=codes, active=True).select_related("region").order_by("code")
    teams = [Team(unit.pk, unit.region.code, load.get(unit.pk, 0)) for unit in units]
    team = follower(teams, case.reported.region.code)
    if team is None:
        return None
    row = Tracking.objects.create(case=case, team_id=team, state=TRACKING.first, at=now)
    _note(row, "push", SYSTEM, now)
    return row


def look_in(pk: int, way: str, text: str, *, by: Actor, now: datetime) -> Tracking:
    """The team writes down what it saw; it goes on following."""
    return _taken(pk, "look_in", way, text, by, now)


def find_unsolved(pk: int, way: str, text: str, *, by: Actor, now: datetime) -> Tracking:
    """The team finds that the answer solved nothing: those who supervise hear of it, and it goes on following."""
    return _taken(pk, "find_unsolved", way, text, by, now)


def tick_off(pk: int, way: str, text: str, *, by: Actor, now: datetime) -> Tracking:
    """The team saw that it is solved (销号). Raises NotAllowed(`not_answered_yet`) before there is an answer."""
    return _taken(pk, "tick_off", way, text, by, now)


@transaction.atomic
def _taken(pk: int, verb: str, way: str, text: str, by: Actor, now: datetime) -> Tracking:
    row = Tracking.objects.select_for_update(of=("self",)).select_related("case").filter(pk=pk).first()
    roles = roles_in(row, by) if row else frozenset[str]()
    if row is None or not roles:
        raise NotAllowed(Refused("unknown"))
    step = TRACKING.step(verb, row.state, roles)
    if isinstance(step, Refused):
        raise NotAllowed(step)
    refused = ends(answered=row.case.answered_at is not None) if verb != "look_in" else None
    if refused:
        raise NotAllowed(refused)
    if way not in WAYS:
        raise NotAllowed(Refused("unknown_choice", {"field": "way"}))
    Look.objects.create(tracking=row, verb=verb, way=way, text=needs_reason(text), by_id=person(by), at=now)
    row.state = step.target or row.state
    row.ended_at = now if verb == "tick_off" else None
    row.save(update_fields=["state", "ended_at"])
    _note(row, verb, by, now)
    return row


def _note(row: Tracking, verb: str, by: Actor, now: datetime) -> None:
    record("tracking", row.pk, verb, by=by, now=now, unit=row.team_id, data={"case": row.case_id})
