"""A small sum that a machine has to do before a crowded door lets it through: no picture puzzle, nobody else asked.

A challenge is "bits.expiry.nonce.mac"; its answer is a number n for which SHA-256 of "challenge:n" begins with that
many zero bits. On average 2^bits tries; one look is enough to check.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

from huiyin.kernel.ids import keyed_hash

LASTS: Final = timedelta(minutes=10)
LEAST_BITS: Final = 14
MOST_BITS: Final = 20
"""From a blink to some ten seconds on an old phone."""


def bits_for(load: float) -> int:
    """How hard it is at `load` times what is allowed: twice the load, twice the work."""
    return max(LEAST_BITS, min(MOST_BITS, LEAST_BITS + int(load).bit_length()))


def challenge(key: bytes, bits: int, *, nonce: str, now: datetime) -> str:
    """A signed challenge that holds for ten minutes. `nonce`: letters and digits, random."""
    body = f"{bits}.{int((now + LASTS).timestamp()):x}.{nonce}"
    return f"{body}.{_mac(key, body)}"


def solved(key: bytes, given: str, answer: str, *, now: datetime) -> bool:
    """Whether `given` is a challenge of ours that still holds and `answer` solves it.

    It doesn't say whether the same answer was used before: the caller counts.
    """
    body, _, mac = given.rpartition(".")
    if not body.isascii() or not hmac.compare_digest(mac.encode(), _mac(key, body).encode()):
        return False
    bits, expiry, _nonce = body.split(".", 2)
    if now.timestamp() >= int(expiry, 16) or not (answer.isascii() and answer.isdigit() and len(answer) < 16):
        return False
    total = hashlib.sha256(f"{given}:{answer}".encode()).digest()
    return int.from_bytes(total, "big") >> (256 - int(bits)) == 0


def _mac(key: bytes, body: str) -> str:
    return keyed_hash(key, "proof of work", body)[:32]
