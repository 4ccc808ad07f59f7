"""What judges have before them when they vote: what a unit says of its work, and what they saw themselves (S4-12)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huiyin.cases.actions.taking import needs_reason
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.organisations.models import Unit
from huiyin.panels.actions.taking import locked, take
from huiyin.panels.models import Judged, Round, Visit
from huiyin.panels.queries import speaks

BEFORE_VOTES = ("planned", "announced", "drawn")


@transaction.atomic
def state_work(judged: int, text: str, *, by: Actor, now: datetime) -> Judged:
    """A unit's own report on its work, entered by its house until ballots go out; a later one replaces it.

    Raises NotAllowed: `unknown` for another house's, `wrong_state` once judges vote.
    """
    one = Judged.objects.select_related("unit").filter(pk=judged).first()
    if one is None or not speaks(by, one):
        raise NotAllowed(Refused("unknown"))
    round_ = Round.objects.light().select_for_update(no_key=True).get(pk=one.round_id)
    if round_.state not in BEFORE_VOTES:
        raise NotAllowed(Refused("wrong_state", {"state": round_.state, "verb": "state_work"}))
    one.report = needs_reason(text)
    one.save(update_fields=["report"])
    record(
        "round", round_.pk, "state_work", by=by, now=now, unit=round_.committee_id, data={"unit": one.unit_id}
    )
    return one


@transaction.atomic
def visit(pk: int, unit: Unit, on: date, judges: int, text: str, *, by: Actor, now: datetime) -> Visit:
    """Judges of the round went to see a house `on` that day."""
    round_ = locked(pk, "visit", by)
    made = Visit.objects.create(round=round_, unit=unit, on=on, judges=judges, text=needs_reason(text))
    take(round_, "visit", by=by, now=now, visited=unit.pk, judges=judges)
    return made
