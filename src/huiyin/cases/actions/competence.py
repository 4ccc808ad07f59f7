"""A unit says that a matter isn't its own: the sender agrees or upholds, then their common superior decides."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.cases.actions.taking import allowed, locked, needs_reason, take
from huiyin.cases.models import Case, Objection
from huiyin.cases.rules.competence import Objected, may_judge, may_object
from huiyin.cases.rules.lifecycle import person
from huiyin.cases.times.competence import arbiter_of, concerned_by, until_when
from huiyin.intake.vault import tells_reporter
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.organisations.models import Unit
from huiyin.policy import queries as policy


def object_to(
    number: str,
    reason: str,
    *,
    by: Actor,
    now: datetime,
    proposed: int | None = None,
    seen: int | None = None,
) -> Case:
    """A unit objects to an assignment that isn't its own, once and within the city's limit; the sender decides."""
    return _ask(number, "object_to", reason, proposed, by=by, now=now, seen=seen)


def dispute(
    number: str,
    reason: str,
    *,
    by: Actor,
    now: datetime,
    proposed: int | None = None,
    seen: int | None = None,
) -> Case:
    """A unit doesn't accept that its objection wasn't followed: the common superior decides, for good."""
    return _ask(number, "dispute", reason, proposed, by=by, now=now, seen=seen)


@transaction.atomic
def send_back(number: str, reason: str, *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """It isn't that unit's: the papers come back, and the committee gives the case out anew."""
    case = locked(number)
    before = allowed(case, "send_back", by, seen)
    row = _decide(case, reason, affirmed=False, by=by, now=now)
    case.assignments.filter(ended_at=None).update(ended_at=now, sent_back_because=row.reason)
    return take(case, "send_back", before, by=by, now=now)


@transaction.atomic
def affirm(number: str, reason: str, *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """It is that unit's: it goes on with the time that was left, or as the city says."""
    case = locked(number)
    before = allowed(case, "affirm", by, seen)
    _decide(case, reason, affirmed=True, by=by, now=now)
    return take(case, "affirm", before, by=by, now=now, again=True)


@transaction.atomic
def _ask(
    number: str, verb: str, reason: str, proposed: int | None, *, by: Actor, now: datetime, seen: int | None
) -> Case:
    case = locked(number)
    before = allowed(case, verb, by, seen)
    given = case.assignments.filter(ended_at=None).latest("at")
    if before.due_kind == "handling":
        raise NotAllowed(Refused("established_already"))
    rows = list(given.objections.order_by("at"))
    since = rows[-1].decided_at if rows else given.at
    until = until_when(case, since or given.at)
    so_far = [Objected(bool(row.affirmed), row.arbiter_id is not None) for row in rows]
    if refused := may_object(verb, so_far, until=until, now=now):
        raise NotAllowed(refused)
    why = _tells_nobody(case, needs_reason(reason))
    other = _other(case, proposed)
    facts: dict[str, Any] = {"arbiter": arbiter_of(case, other, now).pk} if verb == "dispute" else {}
    made = Objection.objects.create(
        assignment=given,
        reason=why,
        proposed=other,
        arbiter_id=facts.get("arbiter"),
        by_id=person(by),
        at=now,
    )
    return take(case, verb, before, by=by, now=now, objection=made.pk, **facts)


def _other(case: Case, proposed: int | None) -> Unit | None:
    """Whose the unit says it is. The reporter's words don't go there: nobody is told before it is decided."""
    if proposed is None:
        return None
    unit = Unit.objects.filter(pk=proposed, active=True, kind__in=("organ", "section")).first()
    if unit is None or unit.pk == case.unit_id:
        raise NotAllowed(Refused("unknown_choice", {"field": "proposed"}))
    return unit


def _decide(case: Case, reason: str, *, affirmed: bool, by: Actor, now: datetime) -> Objection:
    given = case.assignments.filter(ended_at=None).latest("at")
    row = given.objections.get(decided_at=None)
    if row.arbiter_id is not None and (refused := may_judge(person(by), concerned_by(given))):
        raise NotAllowed(refused)
    row.affirmed, row.answer = affirmed, _tells_nobody(case, needs_reason(reason))
    row.decided_by_id, row.decided_at = person(by), now
    row.stood = policy.policy().city.while_objected == "stands"
    row.save()
    return row


def _tells_nobody(case: Case, text: str) -> str:
    if tells_reporter(case.report, text):
        raise NotAllowed(Refused("tells_reporter", {"field": "reason"}))
    return text
