"""The page for too many at once. It keeps what was typed, says how long to wait, and lets a browser work its way in.

In a crowd a no must cost less than a yes: the page is drawn once for all who see it alike, and only its blanks are
filled for each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import get_language

from huiyin.doors.citizen import crowding
from huiyin.doors.shared.context import ELDER_COOKIE
from huiyin.doors.shared.markup import written
from huiyin.intake.limits import Allowance
from huiyin.policy.keeping import Kept

_OWN = frozenset({"csrfmiddlewaretoken", "challenge", "answer"})
_FIELD = '<input type="hidden" name="{name}" value="{value}">'
_BLANK = re.compile("%(token|fields|challenge)%")


@dataclass(frozen=True)
class _Look:
    """In what one reader's page differs from another's, but for its blanks."""

    path: str
    language: str | None
    large: str
    minutes: int
    with_files: bool
    wrong_code: bool


def _draw(look: _Look) -> str:
    """The page with blanks. Drawn for a request of nobody's, so that nothing of one reader can come before another."""
    nobody = HttpRequest()
    nobody.method, nobody.path, nobody.COOKIES = "POST", look.path, {ELDER_COOKIE: look.large}
    blanks = {"csrf_token": "%token%", "fields": "%fields%", "challenge": "%challenge%"}
    return render_to_string("citizen/crowded.html", {"look": look, **blanks}, nobody)


_drawn = Kept(_draw)


def crowded(
    request: HttpRequest,
    limits: Sequence[Allowance],
    seconds: int,
    *,
    wrong_code: bool = False,
    now: datetime,
) -> HttpResponse:
    """429 with Retry-After, the form's fields and a sum to solve."""
    fields = [(name, value) for name, values in request.POST.lists() if name not in _OWN for value in values]
    look = _Look(
        request.path,
        get_language(),
        "1" if request.COOKIES.get(ELDER_COOKIE) == "1" else "",
        max(1, -(-seconds // 60)),
        bool(request.FILES),
        wrong_code,
    )
    blanks = {
        "token": get_token(request),
        "fields": "".join(written(_FIELD, name=name, value=value) for name, value in fields),
        "challenge": crowding.challenge(limits, now=now),
    }
    page = HttpResponse(_BLANK.sub(lambda blank: blanks[blank[1]], _drawn(look)), status=429)
    page.headers["Retry-After"] = str(seconds)
    return page
