"""The pages of bad days. None of them asks the database, the session or a context processor for anything.

The root URLconf names `bad_request`, `forbidden`, `not_found` and `broken` as its handlers; settings name
`csrf_failure`.
"""

from __future__ import annotations

import errno
import logging
import sys
from dataclasses import replace

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from huiyin.doors.shared import bad_days, context, words
from huiyin.doors.shared.bad_days import Page
from huiyin.kernel.lifecycle import Conflict, NotAllowed

log = logging.getLogger(__name__)

RETRY_AFTER = 30
"""Seconds after which sending again is worth a try."""
NEVER_RESENT = ("password", "otp")
"""Parts of the names of fields that no page repeats."""
NEVER_EXISTED = "unknown"
"""The refusal of somebody who must not learn that there is such a thing (404)."""
FORBIDDEN_REASONS = frozenset({"wrong_role", "not_your_unit", "own_finding", "own_mandate"})
"""Refusals of this person, by whatever they ask (403); any other refuses what is asked now (409)."""


def page_for(request: HttpRequest, exception: BaseException) -> HttpResponse | None:
    """The page for an exception that a door answers for; None for any other: a fault of the program."""
    with translation.override(translation.get_language_from_request(request)):
        page = _refusal(exception) or _outage(exception)
        if page and page.resend:
            route = request.resolver_match.route if request.resolver_match else None
            log.error("out of service at %s: %s", route, type(exception).__name__, exc_info=exception)
        return _render(request, page) if page else None


def _refusal(exception: BaseException) -> Page | None:
    if isinstance(exception, NotAllowed) and exception.refused.reason == NEVER_EXISTED:
        return _translated(bad_days.NOT_FOUND)
    if isinstance(exception, NotAllowed):
        refused = exception.refused
        status = 403 if refused.reason in FORBIDDEN_REASONS else 409
        return Page(
            status,
            _("This can’t be done"),
            words.reason(refused),
            _("Nothing has been changed. Go back and look at the page as it stands now."),
        )
    if isinstance(exception, Conflict):
        return Page(
            409,
            _("Somebody was faster"),
            words.changed(exception.changed),
            _(
                "What you sent has not been carried out, and nothing is lost. "
                "Look at how it stands now, then decide again."
            ),
        )
    return None


def _outage(exception: BaseException) -> Page | None:
    full = Page(
        503,
        _("No room left for files just now"),
        _("The server’s disk is almost full. Text can still be sent; photos and other files can’t for now."),
        _(
            "Send it again without the files, and add them later with the query code. "
            "We have been told and are clearing space."
        ),
        resend=True,
    )
    if isinstance(exception, OSError) and exception.errno in (errno.ENOSPC, errno.EDQUOT):
        return full
    if not isinstance(exception, OperationalError | InterfaceError):
        return None
    if getattr(exception.__cause__, "sqlstate", None) == "53100":  # PostgreSQL: disk_full
        return full
    return Page(
        503,
        _("We can’t save anything for a moment"),
        _("The place where reports are kept can’t be reached. It usually takes less than a minute."),
        _("What you wrote is kept in this browser. Wait half a minute, then send it again."),
        resend=True,
    )


def _render(request: HttpRequest, page: Page) -> HttpResponse:
    body = render_to_string(
        "shared/error.html",
        {
            "page": page,
            "fields": _sent_again(request) if page.resend else [],
            "with_files": page.resend and bool(getattr(request, "_files", None)),
            "back": _home(request),
            **context.without_database(request),
        },
    )
    response = HttpResponse(body, status=page.status)
    if page.status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _sent_again(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of the form that was being sent: one button sends them again, even without JavaScript."""
    if request.method != "POST":
        return []
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    secret = any(part in name for name, _value in fields for part in NEVER_RESENT)
    return [] if secret else fields


def _home(request: HttpRequest) -> str:
    return "/desk/" if request.path.startswith(("/desk", "/oversight")) else "/"


def _handler(request: HttpRequest, page: Page) -> HttpResponse:
    with translation.override(translation.get_language_from_request(request)):
        return _render(request, _translated(page))


def _translated(page: Page) -> Page:
    return replace(page, title=_(page.title), happened=_(page.happened), way_on=_(page.way_on))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _handler(request, bad_days.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _handler(request, bad_days.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _handler(request, bad_days.NOT_FOUND)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _handler(request, bad_days.STALE)


def broken(request: HttpRequest) -> HttpResponse:
    """The last page: an outage that struck outside a view (session, log-in), or a fault of the program."""
    exception = sys.exc_info()[1]
    return (page_for(request, exception) if exception else None) or _handler(request, bad_days.BROKEN)
