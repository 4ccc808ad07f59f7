"""How every verb of a round is taken: lock the row, ask the table, write event and state together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import Conflict, NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.panels.models import Round
from huiyin.panels.rules.lifecycle import ROUND


def locked(pk: int, verb: str, by: Actor, seen: int | None = None) -> Round:
    """The round, its row locked, where `by` may take `verb`. Raises Conflict, or NotAllowed (`unknown`: not theirs)."""
    round_ = Round.objects.select_for_update(no_key=True).filter(pk=pk).first()
    roles = by.roles_in(round_.committee_id) if round_ else frozenset()
    if round_ is None or not roles & ROUND.roles:
        raise NotAllowed(Refused("unknown"))
    if seen is not None and seen != round_.version:
        raise Conflict("")
    ROUND.allowed(verb, round_.state, roles)
    return round_


def take(round_: Round, verb: str, *, by: Actor, now: datetime, **facts: Any) -> Round:
    """Moves a locked round on and records it with `facts`."""
    target = next(s.target for s in ROUND.steps if s.verb == verb and round_.state in s.source)
    round_.state = target or round_.state
    round_.version += 1
    round_.save()
    record("round", round_.pk, verb, by=by, now=now, unit=round_.committee_id, data=facts)
    return round_
