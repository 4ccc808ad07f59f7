"""Work orders as they come over the wire: read field by field, whatever is in them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.intake.rules.submission import LETTER_LIMIT
from huiyin.kernel.identifiers import phone
from huiyin.kernel.lifecycle import Refused
from huiyin.kernel.text import clean

ID_LIMIT = 48

STATES = {
    "received": "accepted", "referred": "accepted", "assigned": "handling", "locked": "handling",
    "objected": "handling", "disputed": "handling",
    "verifying": "handling", "submitted": "handling", "approved": "handling", "joined": "handling",
    "answered": "answered", "closed": "closed", "declined": "returned",
}  # fmt: skip
"""What the hotline calls where one of our cases stands."""

THEIRS = ("accepted", "handling", "answered", "closed", "returned")


@dataclass(frozen=True)
class Order:
    """A matter that the hotline gives us. `unit` is a name, "" where they named none."""

    id: str
    came_at: datetime
    text: str
    unit: str = ""
    kind: str = ""
    name: str = ""
    phone: str = ""

    @property
    def digest(self) -> str:
        """What makes two orders of one number the same."""
        return hashlib.sha256(json.dumps([self.text, self.unit, self.name, self.phone]).encode()).hexdigest()


@dataclass(frozen=True)
class Answer:
    """What became, there, of a matter that we gave them. They call it `id`, we `number`."""

    id: str
    number: str
    state: str
    text: str
    at: datetime

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps([self.state, self.text]).encode()).hexdigest()


@dataclass(frozen=True)
class Note:
    """Something that the hotline adds to an order: the caller phoned again."""

    id: str
    mark: str
    text: str


def read_order(data: Any) -> Order | Refused:
    """The order in `data`. Refused(order_incomplete) names the field."""
    if not isinstance(data, Mapping):
        return _incomplete("id")
    caller = data.get("caller")
    who = caller if isinstance(caller, Mapping) else {}
    number = phone(_plain(who, "phone", 30))
    at = _moment(data.get("time"))
    order_id, text = _plain(data, "id", ID_LIMIT), _plain(data, "content", LETTER_LIMIT)
    for field, value in (("id", order_id), ("time", at), ("content", text)):
        if not value:
            return _incomplete(field)
    assert at
    return Order(
        id=order_id,
        came_at=at,
        text="\n".join(filter(None, (_plain(data, "title", 100), text, _plain(data, "address", 200)))),
        unit=_plain(data, "unit", 60),
        kind=_plain(data, "type", 10),
        name=_plain(who, "name", 40),
        phone="" if isinstance(number, Refused) else number,
    )


def read_answer(data: Any) -> Answer | Refused:
    if not isinstance(data, Mapping):
        return _incomplete("id")
    at, state = _moment(data.get("time")), _plain(data, "state", 20)
    order_id, text = _plain(data, "id", ID_LIMIT), _plain(data, "reply", 10_000)
    if not order_id or at is None or state not in THEIRS:
        return _incomplete("id" if not order_id else "time" if at is None else "state")
    return Answer(order_id, _plain(data, "number", 24), state, text, at)


def read_note(data: Any) -> Note | Refused:
    if not isinstance(data, Mapping):
        return _incomplete("id")
    note = Note(_plain(data, "id", ID_LIMIT), _plain(data, "note_id", ID_LIMIT), _plain(data, "text", 5_000))
    missing = next(
        (f for f, v in (("id", note.id), ("note_id", note.mark), ("text", note.text)) if not v), ""
    )
    return _incomplete(missing) if missing else note


def _incomplete(field: str) -> Refused:
    return Refused("order_incomplete", {"field": field})


def _plain(data: Mapping[Any, Any], name: str, limit: int) -> str:
    """A field as clean text; "" where it is missing, too long or something else."""
    value = data.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    found = clean(value, limit) if isinstance(value, str) else ""
    return found.strip() if isinstance(found, str) else ""


def _moment(value: Any) -> datetime | None:
    """ISO 8601 with its offset; without one nobody knows which moment that is."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return at if at and at.tzinfo else None
