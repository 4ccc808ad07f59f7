"""The page for too many at once. It keeps what was typed, says how long to wait, and lets a browser work its way in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.doors.citizen import crowding
from huiyin.intake.limits import Allowance

_OWN = frozenset({"csrfmiddlewaretoken", "challenge", "answer"})


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
    page = render(
        request,
        "citizen/crowded.html",
        {
            "fields": fields,
            "with_files": bool(request.FILES),
            "minutes": max(1, -(-seconds // 60)),
            "challenge": crowding.challenge(limits, now=now),
            "wrong_code": wrong_code,
        },
        status=429,
    )
    page.headers["Retry-After"] = str(seconds)
    return page
