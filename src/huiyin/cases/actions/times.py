"""More time for a case, or a stop of its clock: asked by who works on it, decided by who answers for them.

Both move the step's deadline and the day promised to the reporter, who is told with the reason. A suspension is
counted to its latest end at once, so that there is always a promised day; where the work goes on earlier, the day comes
nearer again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from huiyin.cases.actions.clock import facts_of, move, recount
from huiyin.cases.actions.taking import allowed, locked, needs_reason, take
from huiyin.cases.models import Case, TimeRequest
from huiyin.cases.rules.leeway import ASKS, MOVES, SUSPENSION, askable, grantable
from huiyin.cases.rules.lifecycle import Snapshot, person, roles_on
from huiyin.cases.times.queries import asked_of, granted_to, most_for
from huiyin.intake.vault import tells_reporter
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.deadlines import deadline
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.kernel.limits import Limit
from huiyin.policy import queries as policy


def ask_extension(
    number: str, value: int, reason: str, *, by: Actor, now: datetime, seen: int | None = None
) -> Case:
    """A handler asks for more time, once (Petition Work Regulations art. 34). Nothing moves before it is granted."""
    return _ask(number, "ask_extension", value, reason, by=by, now=now, seen=seen)


def ask_suspension(
    number: str, value: int, reason: str, *, by: Actor, now: datetime, seen: int | None = None
) -> Case:
    """A handler asks that the clock stand still for at most so long: an expert is waited for, a person is away."""
    return _ask(number, "ask_suspension", value, reason, by=by, now=now, seen=seen)


def extend(number: str, *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """Grants more time: counted from the last day as it is, and so is the promise."""
    return _decide(number, "extend", by=by, now=now, seen=seen)


def suspend(number: str, *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """Stops the clock from now on, to the latest end that was asked for."""
    return _decide(number, "suspend", by=by, now=now, seen=seen)


def refuse_extension(number: str, reason: str, *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """Says no, with reasons: the old day stands."""
    return _decide(number, "refuse_extension", by=by, now=now, seen=seen, because=reason)


def refuse_suspension(number: str, reason: str, *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """Says no, with reasons: the clock runs on."""
    return _decide(number, "refuse_suspension", by=by, now=now, seen=seen, because=reason)


@transaction.atomic
def resume(number: str, *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """The work goes on before the latest end: the clock runs again, with what was left."""
    case = locked(number)
    before = allowed(case, "resume", by, seen)
    running = case.time_requests.filter(granted=True, begins_at__lte=now, ends_at__gt=now).first()
    if running is None:
        raise NotAllowed(Refused("not_suspended"))
    running.ends_at = running.resumed_at = now
    running.save(update_fields=["ends_at", "resumed_at"])
    moved = recount(case, now, granted_to(case))
    return take(case, "resume", before, by=by, now=now, request=running.pk, **moved)


@transaction.atomic
def prolong(number: str, *, now: datetime) -> Case | None:
    """A joined case waits for its main case, and so its promise moves with what was granted there.

    None where that changes nothing.
    """
    case = locked(number)
    before = case.snapshot()
    if before.state != "joined" or case.main is None:
        return None
    moved = recount(case, now, granted_to(case.main))
    if moved.get("promised_at") in (None, before.promised_at.isoformat()):
        return None
    return take(case, "prolong", before, by=SYSTEM, now=now, **moved)


@transaction.atomic
def hasten(number: str, name: str, *, now: datetime) -> Case | None:
    """A routing rule’s limit from receipt on is the promise to the reporter where it ends sooner (S3-07).

    None where it doesn't, or where that limit begins with another step.
    """
    case = locked(number)
    before = case.snapshot()
    whole = case.deadlines.filter(kind="whole", ended_at=None).first()
    if whole is None or before.state != "received":
        return None
    facts = facts_of(case)
    limit = policy.limit(name, on=now.astimezone(SHANGHAI).date(), **facts)
    if limit.start_event != "received":
        return None
    offices = policy.office_hours(facts["region"])
    sooner = deadline(limit, whole.started_at, policy.calendar(), offices)
    if not now < sooner.due_at < whole.due_at:
        return None
    move(whole, sooner, now)
    promised_at = sooner.due_at.isoformat()
    return take(case, "hasten", before, by=SYSTEM, now=now, named=name, promised_at=promised_at)


@transaction.atomic
def _ask(
    number: str, verb: str, value: int, reason: str, *, by: Actor, now: datetime, seen: int | None
) -> Case:
    case = locked(number)
    before = allowed(case, verb, by, seen)
    kind = ASKS[verb]
    most = most_for(case, kind, now)
    if refused := askable(verb, value, most, asked_of(case, now), late=_late(before, now)):
        raise NotAllowed(refused)
    if tells_reporter(case.report, reason):  # others may read it, whose reports are joined with this one
        raise NotAllowed(Refused("tells_reporter", {"field": "reason"}))
    wanted = replace(most, value=value)
    made = TimeRequest.objects.create(
        case=case, kind=kind, limit=wanted.to_json(), reason=needs_reason(reason), by_id=person(by), at=now
    )
    return take(case, verb, before, by=by, now=now, request=made.pk, value=value)


@transaction.atomic
def _decide(number: str, verb: str, *, by: Actor, now: datetime, seen: int | None, because: str = "") -> Case:
    case = locked(number)
    before = allowed(case, verb, by, seen)
    request = case.time_requests.filter(decided_at=None).first()
    so_far = asked_of(case, now)
    if request is None:
        raise NotAllowed(Refused("nothing_asked"))
    limit = Limit.from_json(request.limit)
    if refused := grantable(verb, limit, so_far, roles_on(before, by), late=_late(before, now)):
        raise NotAllowed(refused)
    request.answer = "" if verb in MOVES else needs_reason(because)
    request.decided_by_id, request.decided_at, request.granted = _other(request, by), now, verb in MOVES
    if request.granted and request.kind == SUSPENSION:
        request.begins_at, request.ends_at = now, _latest_end(case, limit, now)
    request.save()
    moved = recount(case, now, granted_to(case)) if request.granted else {}
    return take(case, verb, before, by=by, now=now, request=request.pk, **moved)


def _other(request: TimeRequest, by: Actor) -> int:
    """Who decides, who isn't who asked."""
    me = person(by)
    if me == request.by_id:
        raise NotAllowed(Refused("own_request"))
    return me


def _latest_end(case: Case, limit: Limit, now: datetime) -> datetime:
    return deadline(limit, now, policy.calendar(), policy.office_hours(facts_of(case)["region"])).due_at


def _late(case: Snapshot, now: datetime) -> bool:
    return case.overdue or (case.due_at is not None and now > case.due_at)
