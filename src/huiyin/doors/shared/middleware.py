"""What every request passes on its way to a door. A city rates at once, so none of it does anything unasked.

Django's parts, each with its work put off until somebody wants it, and without what this site has no use for: addresses
that name a language, headers made anew for each answer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.messages.storage import default_storage
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseForbidden
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject, empty

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


def _headers(keeping: str) -> dict[str, str]:
    """What every answer is armoured with, unless it says something else itself."""
    return {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "Permissions-Policy": PERMISSIONS_POLICY,
        "Cache-Control": keeping,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
    }


class SaysWhatHappened(CommonMiddleware):
    """Outermost: every answer gets its headers, and a refusal, a conflict or an outage becomes a page.

    Stands outside the session and the log-in, and its pages ask the database nothing, so that they can still be shown
    when the database is away.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)
        self.unkept, self.looked_up = _headers("no-store"), _headers("private, no-cache")
        self.only_https = f"max-age={settings.SECURE_HSTS_SECONDS}" if settings.SECURE_HSTS_SECONDS else ""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing is kept by any cache, unless the view said that its page concerns nobody in particular."""
        answer: Any = self.get_response(request)
        response = self.process_response(request, answer)  # its length; a missing slash
        admission, headers = getattr(request, "admission", None), response.headers
        ours = self.looked_up if admission and not admission.personal else self.unkept
        own = set(headers)
        for name, value in ours.items():
            if name not in own:
                headers[name] = value
        if self.only_https and request.is_secure():
            headers.setdefault("Strict-Transport-Security", self.only_https)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        return errors.page_for(request, exception)


class Remembers(SessionMiddleware):
    """The session, the account and what is to be said on the next page: each looked for when it is asked for."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        session: Any = SimpleLazyObject(partial(self._session, request))
        told: Any = SimpleLazyObject(partial(default_storage, request))
        request.session, request._messages = session, told  # type: ignore[attr-defined]
        request.user = SimpleLazyObject(partial(get_user, request))  # type: ignore[assignment]
        response: Any = self.get_response(request)
        if told._wrapped is not empty:
            told.update(response)
        return self.process_response(request, response) if session._wrapped is not empty else response

    def _session(self, request: HttpRequest) -> Any:
        return self.SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))


class Speaks:
    """The reader's language: what they chose, else what their browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = translation.get_language_from_request(request)
        translation.activate(language)
        response = self.get_response(request)
        if "Vary" in response.headers:
            patch_vary_headers(response, ("Accept-Language",))
        else:
            response.headers["Vary"] = "Accept-Language"
        response.headers.setdefault("Content-Language", language)
        return response


class TakesOwnForms(CsrfViewMiddleware):
    """Takes forms from our own pages alone (decision 27).

    A browser that says itself where a form comes from is believed: no page can make it say so (W3C, Fetch Metadata).
    Of one that says nothing the token is looked at, Django's way.
    """

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, named: Any
    ) -> HttpResponseForbidden | None:
        if request.META.get("HTTP_SEC_FETCH_SITE") == "same-origin":
            request.csrf_processing_done = True  # type: ignore[attr-defined]
            return None
        return super().process_view(request, view, args, named)
