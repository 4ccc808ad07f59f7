"""What a browser keeps for us: no script reads it, and a form of somebody else's brings none of it along."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse


def remember(response: HttpResponse, name: str, value: str, *, lasts: timedelta, path: str = "/") -> None:
    """Puts `value` as cookie `name` into the browser; it comes back under `path` only, while it `lasts`.

    Django's `set_cookie` says the end twice, as a date too, for browsers that open none of our pages.
    """
    response.cookies[name] = value
    cookie: Any = response.cookies[name]
    cookie["max-age"], cookie["path"] = lasts // timedelta(seconds=1), path
    cookie["secure"], cookie["httponly"], cookie["samesite"] = settings.HTTPS, True, "Lax"
