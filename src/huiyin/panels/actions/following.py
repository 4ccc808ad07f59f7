"""After a round: what a sum is summed up to, and what has to be put right until it is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.cases.actions.taking import needs_reason
from huiyin.cases.rules.lifecycle import person
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.panels.actions.taking import locked, take
from huiyin.panels.following import to_put_right
from huiyin.panels.models import Round, Task
from huiyin.panels.queries import confirms, speaks


@transaction.atomic
def sum_up(pk: int, text: str, *, by: Actor, now: datetime) -> Round:
    """Says what a quarter or a half-year came from and what is done about it, before it is published (S4-16)."""
    round_ = locked(pk, "sum_up", by)
    round_.summary = needs_reason(text)
    return take(round_, "sum_up", by=by, now=now)


def ask_tasks(round_: Round, now: datetime) -> list[Task]:
    """A task for the weakest duty of each of the last five, and one for each veto; with the publication."""
    tasks = [Task(judged=one, axis=axis, asked_at=now) for one, axis in to_put_right(round_)]
    return Task.objects.bulk_create(tasks, ignore_conflicts=True)


@transaction.atomic
def answer_task(pk: int, text: str, *, by: Actor, now: datetime) -> Task:
    """The unit's house says what it did; until it is confirmed it may say more. Raises NotAllowed(`unknown`)."""
    task = _locked(pk)
    if not speaks(by, task.judged):
        raise NotAllowed(Refused("unknown"))
    if task.confirmed_at:
        raise NotAllowed(Refused("answered_already"))
    task.answer, task.answered_at = needs_reason(text), now
    task.save(update_fields=["answer", "answered_at"])
    _note(task, "answer", by, now)
    return task


@transaction.atomic
def confirm_task(pk: int, *, by: Actor, now: datetime) -> Task:
    """Somebody has seen that it was put right: after a veto the special team, else who holds the round.

    Raises NotAllowed: `unknown`, `not_answered_yet`.
    """
    task = _locked(pk)
    if not confirms(by, task):
        raise NotAllowed(Refused("unknown"))
    if not task.answered_at:
        raise NotAllowed(Refused("not_answered_yet"))
    task.confirmed_at, task.confirmed_by_id = now, person(by)
    task.save(update_fields=["confirmed_at", "confirmed_by"])
    _note(task, "confirm", by, now)
    return task


def _locked(pk: int) -> Task:
    rows = Task.objects.select_for_update(of=("self",)).select_related("judged__unit", "judged__round")
    task = rows.filter(pk=pk).first()
    if task is None:
        raise NotAllowed(Refused("unknown"))
    return task


def _note(task: Task, verb: str, by: Actor, now: datetime) -> None:
    facts = {"round": task.judged.round_id, "unit": task.judged.unit_id}
    record("task", task.pk, verb, by=by, now=now, unit=task.judged.round.committee_id, data=facts)
