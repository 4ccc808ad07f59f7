"""Several reports of one matter: one case is worked on, the others are joined under it and answered with it (S3-06).

Each keeps its own number, its own promised day and its own answer; nobody learns that others have written.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.cases.actions.interest import conflicts_of
from huiyin.cases.actions.review import name_officers
from huiyin.cases.actions.taking import allowed, locked, take
from huiyin.cases.models import Case, Reply
from huiyin.cases.rules.joining import JOINERS, joinable
from huiyin.cases.rules.lifecycle import Snapshot, roles_on
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused


@transaction.atomic
def join(number: str, main: str, *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """Joins a case that waits for review under `main`, whose answer it will get.

    From now on it is also about the officers whom `main` is about.
    """
    case, other = _both(number, main)
    before, above = allowed(case, "join", by, seen), other.snapshot()
    if not roles_on(above, by) & JOINERS:
        raise NotAllowed(Refused("unknown"))
    if refused := joinable(before, above, same=case == other, has_joined=case.joined.exists()):
        raise NotAllowed(refused)
    _needs_no_conflict(case, above)
    name_officers(case, above.accused, by=SYSTEM)
    return take(case, "join", before, by=by, now=now, main=other.pk, officers=list(above.accused))


def _both(number: str, main: str) -> tuple[Case, Case]:
    """Both rows, locked in the order of their numbers, so that two joinings never wait for each other."""
    rows = {each: locked(each) for each in sorted({number, main})}
    return rows[number], rows[main]


def _needs_no_conflict(case: Case, main: Snapshot) -> None:
    """Whoever works on the main case must be somebody who could have been given this one."""
    at_work = [*main.handlers, *([main.approver] if main.approver else [])]
    if conflicts_of(case, at_work):
        raise NotAllowed(Refused("handlers_concerned"))


@transaction.atomic
def separate(number: str, *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """Undoes a joining: the case waits for review again, with the promised day that it always had."""
    case = locked(number)
    return take(case, "separate", allowed(case, "separate", by, seen), by=by, now=now)


@transaction.atomic
def answer_with_main(number: str, *, now: datetime) -> Case | None:
    """Gives a joined case the answer of its main case, as its own. None where there is none, or it was separated."""
    case = locked(number)
    before = case.snapshot()
    said = Reply.objects.filter(case=before.main).first() if before.state == "joined" else None
    if said is None:
        return None
    Reply.objects.create(case=case, kind=said.kind, text=said.text, by_id=said.by_id, at=now)
    return take(case, "answer_with_main", before, by=SYSTEM, now=now)
