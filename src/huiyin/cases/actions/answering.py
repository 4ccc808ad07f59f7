"""Approval, the answer to the reporter, and the end of the file."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.cases.actions.review import reply
from huiyin.cases.actions.taking import allowed, locked, needs_reason, take, tidy
from huiyin.cases.models import Case, Decision
from huiyin.cases.rules.lifecycle import person
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused


@transaction.atomic
def return_for_rework(
    number: str, reasons: str, *, by: Actor, now: datetime, seen: int | None = None
) -> Case:
    """The approver sends a verification back, with reasons; the handler starts a new round from the old text."""
    case = locked(number)
    before = allowed(case, "return_for_rework", by, seen)
    decide(case, approved=False, reasons=needs_reason(reasons), by=by, now=now)
    return take(case, "return_for_rework", before, by=by, now=now)


@transaction.atomic
def approve(number: str, *, by: Actor, now: datetime, note: str = "", seen: int | None = None) -> Case:
    """The unit's leader approves a finding; nobody approves their own."""
    case = locked(number)
    before = allowed(case, "approve", by, seen)
    decide(case, approved=True, reasons=tidy("note", note), by=by, now=now)
    return take(case, "approve", before, by=by, now=now)


def decide(case: Case, *, approved: bool, reasons: str, by: Actor, now: datetime) -> None:
    verification = case.verifications.order_by("-round").first()
    me = person(by)
    if verification is None or verification.by_id == me:
        raise NotAllowed(Refused("own_finding"))
    Decision.objects.create(verification=verification, approved=approved, reasons=reasons, by_id=me, at=now)


@transaction.atomic
def answer(number: str, text: str, *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """The committee gives the reporter the answer; a message without any content follows."""
    case = locked(number)
    before = allowed(case, "answer", by, seen)
    reply(case, "result", text, by, now)
    case.assignments.filter(ended_at=None).update(ended_at=now)
    return take(case, "answer", before, by=by, now=now)


@transaction.atomic
def close(number: str, *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """Closes an answered file; from here on it is read only."""
    case = locked(number)
    return take(case, "close", allowed(case, "close", by, seen), by=by, now=now)
