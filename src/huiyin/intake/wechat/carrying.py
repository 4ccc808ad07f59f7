"""An openid on its way from WeChat's answer to the report that is being written: sealed, for an hour.

The door may put the sealed text into a cookie. The report's own vault takes the openid from there.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import datetime, timedelta
from typing import Final

from huiyin.intake.crypto import Tampered, provider

LASTS: Final = timedelta(hours=1)
_AAD: Final = b"wechat:carried"
_KEY_AT: Final = 2


def seal(openid: str, *, now: datetime) -> str:
    """`openid` as text that only we can read."""
    crypto = provider()
    key = crypto.new_key()
    wrapped = crypto.wrap(key, _AAD)
    body = f"{int(now.timestamp())} {openid}".encode()
    sealed = len(wrapped).to_bytes(_KEY_AT, "big") + wrapped + crypto.seal(key, body, _AAD)
    return urlsafe_b64encode(sealed).decode()


def unseal(carried: str, *, now: datetime) -> str:
    """The openid again; "" for what we didn't seal or sealed more than an hour ago."""
    crypto = provider()
    try:
        raw = urlsafe_b64decode(carried.encode())
        end = _KEY_AT + int.from_bytes(raw[:_KEY_AT], "big")
        key = crypto.unwrap(raw[_KEY_AT:end], _AAD)
        made, _, openid = crypto.open(key, raw[end:], _AAD).decode().partition(" ")
    except (Tampered, NotBase64, UnicodeError):
        return ""
    return openid if now.timestamp() - int(made) < LASTS.total_seconds() else ""
