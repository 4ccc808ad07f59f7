"""The `state` that travels through WeChat and back: letters and digits only, 128 at most.

It says where the citizen was going, is signed, ends after ten minutes and is bound to a nonce that the door
keeps in that browser's cookie and clears when it comes back: so it works once, in one browser, and nobody can
plant theirs.
"""

from __future__ import annotations

import hmac
import re
from datetime import datetime, timedelta
from typing import Final

from huiyin.kernel.ids import keyed_hash

LASTS: Final = timedelta(minutes=10)
_SHAPE: Final = re.compile(
    r"(?P<expiry>[0-9a-f]{8})(?P<mac>[0-9a-f]{40})(?P<place>[0-9A-Za-z]{0,80})", re.ASCII
)


def make(key: bytes, place: str, *, nonce: str, now: datetime) -> str:
    """A state for somebody on their way to `place` (the token of a poster, or "").

    Raises ValueError for a place that WeChat would refuse to carry.
    """
    expiry = f"{int((now + LASTS).timestamp()):08x}"
    state = f"{expiry}{_mac(key, expiry, place, nonce)}{place}"
    if not _SHAPE.fullmatch(state):
        raise ValueError("a place is up to 80 letters and digits")
    return state


def check(key: bytes, state: str, *, nonce: str, now: datetime) -> str | None:
    """The place in a state that we made for this `nonce` and that hasn't run out; else None."""
    shape = _SHAPE.fullmatch(state)
    if not shape or not nonce:
        return None
    expiry, mac, place = shape["expiry"], shape["mac"], shape["place"]
    genuine = hmac.compare_digest(mac, _mac(key, expiry, place, nonce))
    return place if genuine and now.timestamp() < int(expiry, 16) else None


def _mac(key: bytes, expiry: str, place: str, nonce: str) -> str:
    return keyed_hash(key, "wechat-state", f"{expiry}.{place}.{nonce}")[:40]
