"""What waits, opened: a mail, a text message, a work order, or something that can only be shown."""

from __future__ import annotations

import json
from dataclasses import dataclass

from huiyin.intake.channels.hotline.rules.orders import Order, read_order
from huiyin.intake.channels.mail.rules.letters import Letter, read
from huiyin.intake.channels.texts.rules.appraisals import Message, from_bytes


@dataclass(frozen=True)
class Strange:
    """Something that no report can be made of: an answer to nothing, an order that can't be read."""

    text: str


Content = Letter | Message | Order | Strange


def content_of(raw: bytes) -> Content | None:
    """What was sealed while it waited; None where nothing was kept, or it can't be made out."""
    if not raw:
        return None
    if message := from_bytes(raw):
        return message
    if raw.startswith(b'{"order"'):
        data = json.loads(raw)["order"]
        order = read_order(data)
        shown = json.dumps(data, ensure_ascii=False, indent=1)
        return order if isinstance(order, Order) and "state" not in data else Strange(shown)
    letter = read(raw)
    return letter if isinstance(letter, Letter) else None
