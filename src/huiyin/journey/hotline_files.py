"""The exchange as files, for networks that aren't joined: signed JSON lines, carried over by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from huiyin.intake.channels.hotline.actions import Taken, receive_answer, receive_note, receive_order, sent
from huiyin.intake.channels.hotline.queries import unsent_parcels
from huiyin.intake.channels.hotline.rules.signing import opened_lines, sealed_lines
from huiyin.intake.channels.queries import channel_of
from huiyin.journey.hotline import content_of, in_sight
from huiyin.kernel.ids import token
from huiyin.kernel.lifecycle import NotAllowed, Refused

_KINDS: Mapping[str, Callable[..., Taken]] = {
    "order": receive_order,
    "answer": receive_answer,
    "note": receive_note,
}


def written(*, now: datetime) -> bytes:
    """Everything that isn't handed over yet, as a signed file; it then counts as handed over.

    Raises NotAllowed: no_hotline (no secret), nothing_to_hand_over.
    """
    if not settings.HOTLINE_SECRET:
        raise NotAllowed(Refused("no_hotline"))
    parcels = list(unsent_parcels(in_sight()))
    if not parcels:
        raise NotAllowed(Refused("nothing_to_hand_over"))
    rows = [{"kind": parcel.kind, **content_of(parcel)} for parcel in parcels]
    data = sealed_lines(settings.HOTLINE_SECRET, rows, nonce=token(20), now=now)
    for parcel in parcels:
        sent(parcel.pk, now=now)
    return data


def read(data: bytes, *, now: datetime) -> dict[str, int]:
    """Takes in a file of theirs; how many rows were taken, known, or wait for a person. Twice is once.

    Raises NotAllowed: unsigned (changed, cut or somebody else's), no_hotline.
    """
    channel = channel_of("hotline", settings.HOTLINE_CHANNEL)
    if channel is None or not settings.HOTLINE_SECRET:
        raise NotAllowed(Refused("no_hotline"))
    rows = opened_lines(settings.HOTLINE_SECRET, data)
    if isinstance(rows, Refused):
        raise NotAllowed(rows)
    became: Counter[str] = Counter()
    for row in rows:
        kind: Any = row.pop("kind", "")
        receive: Callable[..., Taken] = _KINDS.get(kind if isinstance(kind, str) else "", receive_order)
        became[receive(channel, row, now=now).state] += 1
    return {state: became[state] for state in ("taken", "known", "waiting")}
