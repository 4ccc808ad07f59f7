"""Nobody is left with a blank page: each kind of bad day has a page in the reader's language and a way on.

Stands outside the session and the log-in, and its pages ask the database nothing, so that they can still be
shown when the database is away.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from huiyin.doors.shared import errors

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS_POLICY: Final = (
    "camera=(self), microphone=(self), geolocation=(), payment=(), usb=(), browsing-topics=()"
)


class SaysWhatHappened:
    """Middleware: a refusal, a conflict or an outage becomes a page; every page gets its security headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cache-Control", _keeping(request))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        return errors.page_for(request, exception)


def _keeping(request: HttpRequest) -> str:
    """Nothing is kept by any cache, unless the view said that its page concerns nobody in particular."""
    admission = getattr(request, "admission", None)
    return "private, no-cache" if admission and not admission.personal else "no-store"
