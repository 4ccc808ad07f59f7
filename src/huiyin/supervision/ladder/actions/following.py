"""What a supervisor does in one act: skip a rung, take a case off; each with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.cases.actions.taking import needs_reason
from huiyin.cases.rules.lifecycle import person
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import Conflict
from huiyin.policy.queries import policy
from huiyin.supervision.ladder.actions.taking import locked, permitted, plan, write
from huiyin.supervision.ladder.models import Climb, Standing


@transaction.atomic
def skip(pk: int, rung: str, reason: str, *, by: Actor, now: datetime) -> Climb:
    """Leaves out the rung that comes next. `rung` is the one that the supervisor had before their eyes."""
    standing, _ = permitted(locked(pk), "skip", by)
    if not rung or standing.next_rung != rung:
        raise Conflict("climb")
    acts = {one.code: one.act for one in policy().ladder}
    row = Climb.objects.create(
        standing=standing, case=standing.case, round=standing.round, rung=rung, act=acts.get(rung, ""),
        unit=standing.unit, planned_at=now, at=now, skipped=True, by_id=person(by), note=needs_reason(reason),
    )  # fmt: skip
    plan(standing)
    write(standing, "skip", by=by, now=now, rung=rung, climb=row.pk)
    return row


@transaction.atomic
def take_off(pk: int, reason: str, *, by: Actor, now: datetime) -> Standing:
    """Takes a case off the ladder for this deadline. It stays late, and on record as it is."""
    standing, _ = permitted(locked(pk), "take_off", by)
    standing.reason, standing.by_id = needs_reason(reason), person(by)
    write(standing, "take_off", by=by, now=now)
    return standing
