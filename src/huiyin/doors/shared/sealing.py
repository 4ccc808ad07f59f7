"""What a citizen's browser keeps for us for some minutes: sealed, so that nobody else reads or changes it.

A cookie that the server wrote and only the server can open stands in for a session: nothing about a citizen is stored.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from huiyin.doors.shared.cookies import remember
from huiyin.kernel.ids import keyed_hash


def keep(
    response: HttpResponse, name: str, value: dict[str, Any], *, path: str, lasts: timedelta, now: datetime
) -> None:
    """Puts `value` as a sealed cookie `name` into the browser; it comes back under `path` only, while it `lasts`."""
    text = json.dumps(value, separators=(",", ":")).encode()
    sealed = _box(name).encrypt_at_time(text, int(now.timestamp())).decode()
    remember(response, name, sealed, lasts=lasts, path=path)


def kept(request: HttpRequest, name: str, *, lasts: timedelta, now: datetime) -> dict[str, Any] | None:
    """The value of the sealed cookie `name`; None where there is none, it has run out, or somebody touched it."""
    try:
        text = _box(name).decrypt_at_time(
            request.COOKIES.get(name, ""), int(lasts.total_seconds()), int(now.timestamp())
        )
    except (InvalidToken, UnicodeEncodeError):
        return None
    value: dict[str, Any] = json.loads(text)
    return value


def _box(name: str) -> Fernet:
    """A box of its own for each kind of cookie: one can't be passed off as another."""
    return _made(settings.SECRET_KEY, name)


@lru_cache
def _made(secret: str, name: str) -> Fernet:
    key = bytes.fromhex(keyed_hash(secret.encode(), "sealed cookie", name))
    return Fernet(urlsafe_b64encode(key))
