"""The answer to the reporter, and the end of the file."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.cases.actions.review import replied
from huiyin.cases.actions.taking import allowed, locked, take
from huiyin.cases.models import Assignment, Case
from huiyin.kernel.actor import Actor
from huiyin.ledger.prepared import Change, Given

_ENDED = Change(lambda: Assignment.objects.filter(case=Given("case"), ended_at=None), ended_at=Given("now"))


@transaction.atomic
def answer(number: str, text: str, *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """The committee gives the reporter the answer; a message without any content follows."""
    case = locked(number)
    before = allowed(case, "answer", by, seen)
    also = {**replied(case, "result", text, by, now), "given_back": _ENDED.part(case=case.pk, now=now)}
    return take(case, "answer", before, by=by, now=now, also=also)


@transaction.atomic
def close(number: str, *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """Closes an answered file; from here on it is read only."""
    case = locked(number)
    return take(case, "close", allowed(case, "close", by, seen), by=by, now=now)
