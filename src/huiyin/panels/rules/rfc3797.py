"""Known answers: draws of the IETF's committees of 2012 and 2013 by RFC 3797, from the text our draws begin with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import md5
from typing import Any

from huiyin.panels.rules.verify_draw import material

NOMCOM: Sequence[tuple[Mapping[str, Any], int, Sequence[int]]] = (
    (
        {"numbers": [[17, 20, 22, 35, 36, 38, 48], [90193202], [55598744], [9, 10, 11, 17, 21, 48, 50]]},
        134,
        (90, 25, 92, 126, 24, 31, 122, 96, 81, 132, 2, 41),
    ),
    (
        {"numbers": [[7, 8, 11, 17, 19, 25, 46], [8285182], [60115701], [2, 3, 18, 26, 32, 33, 42]]},
        154,
        (138, 151, 89, 112, 117, 145, 118, 143, 144, 122, 95, 139),
    ),
)
"""What was drawn in public, how many stood in the pool, who was picked."""


def picks(revealed: Mapping[str, Any], people: int, number: int) -> list[int]:
    """The first `number` picks of the RFC's algorithm, with its MD5 (which our own draws don't use)."""
    key = material({"kind": "numbers", "draws": ["a", "b", "c", "d"]}, dict(revealed))
    left, picked = list(range(1, people + 1)), []
    for turn in range(number):
        frame = turn.to_bytes(2, "big")
        hashed = md5(frame + key.encode() + frame, usedforsecurity=False).hexdigest()
        picked.append(left.pop(int(hashed, 16) % len(left)))
    return picked
