"""How a verb of a letter is taken: lock the row, ask the table, write event and state together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import Conflict, NotAllowed, Refused
from huiyin.kernel.text import clean
from huiyin.ledger.actions import record
from huiyin.supervision.letters.models import Letter, Service
from huiyin.supervision.letters.rules.lifecycle import LETTER, SERVICE, Copy, Snapshot, roles_at, roles_on
from huiyin.supervision.letters.standing import copy_of, snapshot

LONGEST = 20_000
SHORTEST_REASON = 4


def locked(pk: int) -> Letter:
    """The letter, its row locked until the transaction ends. NotAllowed(`unknown`) for one there isn't."""
    rows = Letter.objects.select_for_update(of=("self",), no_key=True)
    letter = rows.select_related("issuer__region", "case__report", "house").filter(pk=pk).first()
    if letter is None:
        raise NotAllowed(Refused("unknown"))
    return letter


def allowed(letter: Letter, verb: str, by: Actor, now: datetime, seen: int | None = None) -> Snapshot:
    """The letter's snapshot where `by` may take `verb`. For whom it doesn't exist it is `unknown`."""
    before = snapshot(letter, now)
    roles = roles_on(before, by)
    if not roles:
        raise NotAllowed(Refused("unknown"))
    if seen is not None and seen != letter.version:
        raise Conflict("edit")
    LETTER.allowed(verb, before.state, roles)
    return before


def allowed_at(letter: Letter, unit: int, verb: str, by: Actor, now: datetime) -> tuple[Service, Copy]:
    """The copy at `unit` where `by` may take `verb` on it, as recipient or from the issuing side."""
    service = letter.services.select_related("unit__region").filter(unit=unit).first()
    if service is None:
        raise NotAllowed(Refused("unknown"))
    before, copy = snapshot(letter, now), copy_of(letter, service, now)
    roles = roles_on(before, by) | roles_at(before, copy, by)
    if not roles:
        raise NotAllowed(Refused("unknown"))
    SERVICE.allowed(verb, service.state, roles)
    return service, copy


def take(letter: Letter, verb: str, *, by: Actor, now: datetime, **facts: Any) -> Letter:
    """Moves the letter along its table and records it. The one assignment of a letter's state."""
    step = next(s for s in LETTER.steps if s.verb == verb and letter.state in s.source)
    letter.state = step.target or letter.state
    letter.save()
    record("letter", letter.pk, verb, by=by, now=now, unit=letter.issuer_id, data=_facts(letter, facts))
    return letter


def take_at(
    letter: Letter, service: Service, verb: str, *, by: Actor, now: datetime, **facts: Any
) -> Service:
    """Moves one copy along its table and records it with the letter. The one assignment of a copy's state."""
    step = next(s for s in SERVICE.steps if s.verb == verb and service.state in s.source)
    service.state = step.target or service.state
    service.save()
    data = _facts(letter, {"at": service.unit_id, **facts})
    record("letter", letter.pk, verb, by=by, now=now, unit=letter.issuer_id, data=data)
    return service


def _facts(letter: Letter, facts: dict[str, Any]) -> dict[str, Any]:
    return ({"case": letter.case_id} if letter.case_id else {}) | facts


def tidy(field: str, text: str, limit: int = LONGEST) -> str:
    """Clean text of a person at a desk. Raises NotAllowed naming the field."""
    result = clean(text, limit)
    if isinstance(result, Refused):
        raise NotAllowed(Refused(result.reason, {**result.detail, "field": field}))
    return result.strip()


def reason(text: str) -> str:
    """A clean reason. Raises NotAllowed where it says nothing."""
    said = tidy("reason", text)
    if len(said) < SHORTEST_REASON:
        raise NotAllowed(Refused("reason_needed", {"field": "reason"}))
    return said
