"""Interviews (约谈): asked for by the ladder, arranged, held with minutes and a result, or dropped with a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.cases.actions.taking import needs_reason, tidy
from huiyin.cases.rules.lifecycle import person, roles_on
from huiyin.intake.attachments.actions import claim
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.supervision.ladder.models import Climb, Interview, InterviewPaper
from huiyin.supervision.ladder.rules.lifecycle import INTERVIEW


@transaction.atomic
def summon(climb: Climb, *, now: datetime) -> Interview:
    """The rung asks for an interview; twice is once."""
    row, made = Interview.objects.get_or_create(
        climb=climb, defaults={"case_id": climb.case_id, "unit_id": climb.unit_id, "changed_at": now}
    )
    if made:
        _record(row, "summon", SYSTEM, now)
    return row


@transaction.atomic
def arrange(pk: int, on: datetime, place: str, with_whom: str, *, by: Actor, now: datetime) -> Interview:
    """Sets when, where and with whom; again, where it has to move."""
    row = _permitted(pk, "arrange", by)
    if on <= now:
        raise NotAllowed(Refused("in_the_past", {"field": "on"}))
    row.on = on
    row.place, row.with_whom = _said("place", place, 100), _said("with_whom", with_whom, 200)
    return _take(row, "arrange", by, now)


@transaction.atomic
def hold(pk: int, minutes: str, result: str, paper: str = "", *, by: Actor, now: datetime) -> Interview:
    """It was held: what was said, and what came of it; `paper`: the token of the minutes that were signed there."""
    row = _permitted(pk, "hold", by)
    row.minutes, row.result = _said("minutes", minutes), _said("result", result)
    row.held_at = now
    return _take(row, "hold", by, now, **(_kept(row, paper, by, now) if paper else {}))


@transaction.atomic
def add_paper(pk: int, token: str, *, by: Actor, now: datetime) -> Interview:
    """A paper of a held interview is brought afterwards. Raises NotAllowed: unknown, wrong_state, upload_gone."""
    row = _permitted(pk, "add_paper", by)
    _record(row, "add_paper", by, now, **_kept(row, token, by, now))
    return row


def _kept(row: Interview, token: str, by: Actor, now: datetime) -> dict[str, Any]:
    made = InterviewPaper.objects.create(interview=row, file=claim(token, now=now), by_id=person(by), at=now)
    return {"paper": made.pk, "sha256": made.file.sha256}


@transaction.atomic
def drop(pk: int, reason: str, *, by: Actor, now: datetime) -> Interview:
    """It isn't needed any more, or can't be: with a reason."""
    row = _permitted(pk, "drop", by)
    row.result = needs_reason(reason)
    return _take(row, "drop", by, now)


def _said(field: str, text: str, limit: int = 10_000) -> str:
    said = tidy(field, text, limit)
    if not said:
        raise NotAllowed(Refused("missing", {"field": field}))
    return said


def _permitted(pk: int, verb: str, by: Actor) -> Interview:
    row = Interview.objects.select_for_update(of=("self",)).select_related("case").filter(pk=pk).first()
    if row is None or "supervisor" not in (roles := roles_on(row.case.snapshot(), by)):
        raise NotAllowed(Refused("unknown"))
    INTERVIEW.allowed(verb, row.state, roles)
    return row


def _take(row: Interview, verb: str, by: Actor, now: datetime, **facts: Any) -> Interview:
    step = next(s for s in INTERVIEW.steps if s.verb == verb)
    row.state = step.target or row.state
    row.by_id, row.changed_at = person(by), now
    row.save()
    _record(row, verb, by, now, **facts)
    return row


def _record(row: Interview, verb: str, by: Actor, now: datetime, **facts: Any) -> None:
    data = {"case": row.case_id} | facts
    record("interview", row.pk, verb, by=by, now=now, unit=row.case.committee_id, data=data)
