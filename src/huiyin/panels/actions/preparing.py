"""What judges have before them when they vote: what a unit says of its work, and what they saw themselves (S4-12)."""

from __future__ import annotations

from collections.abc import Mapping
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


def state_work(judged: int, text: str, *, by: Actor, now: datetime) -> Judged:
    """A unit's own report on its work, entered by its house until ballots go out; a later one replaces it.

    Raises NotAllowed as `state_works`, and `reason_needed`.
    """
    one = Judged.objects.filter(pk=judged).first()
    if one is None:
        raise NotAllowed(Refused("unknown"))
    state_works(one.round_id, {judged: needs_reason(text)}, by=by, now=now)
    one.refresh_from_db()
    return one


@transaction.atomic
def state_works(pk: int, texts: Mapping[int, str], *, by: Actor, now: datetime) -> int:
    """The reports of many units of one house at once; an empty one isn't touched. How many were kept.

    Raises NotAllowed: `unknown` where one is another house's, `wrong_state` once judges vote, `too_long`.
    """
    round_ = Round.objects.light().select_for_update(no_key=True).filter(pk=pk).first()
    rows = list(Judged.objects.filter(round=pk, pk__in=texts).select_related("unit"))
    if round_ is None or len(rows) != len(texts) or not all(speaks(by, one) for one in rows):
        raise NotAllowed(Refused("unknown"))
    if round_.state not in BEFORE_VOTES:
        raise NotAllowed(Refused("wrong_state", {"state": round_.state, "verb": "state_work"}))
    kept = [one for one in rows if texts[one.pk].strip() and texts[one.pk].strip() != one.report]
    for one in kept:
        one.report = needs_reason(texts[one.pk])
    if kept:
        Judged.objects.bulk_update(kept, ["report"], batch_size=200)
        facts = {"units": [one.unit_id for one in kept]}
        record("round", pk, "state_work", by=by, now=now, unit=round_.committee_id, data=facts)
    return len(kept)


@transaction.atomic
def visit(pk: int, unit: Unit, on: date, judges: int, text: str, *, by: Actor, now: datetime) -> Visit:
    """Judges of the round went to see a house `on` that day."""
    round_ = locked(pk, "visit", by)
    made = Visit.objects.create(round=round_, unit=unit, on=on, judges=judges, text=needs_reason(text))
    take(round_, "visit", by=by, now=now, visited=unit.pk, judges=judges)
    return made
