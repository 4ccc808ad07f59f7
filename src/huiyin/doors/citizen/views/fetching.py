"""The query code of what came by mail or text message: fetched once, by the link that its sender was sent."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huiyin.doors.citizen.views.reporting import RECEIPT_COOKIE, RECEIPT_LASTS
from huiyin.doors.shared import sealing
from huiyin.doors.shared.access import ANYONE, audience
from huiyin.doors.shared.answers import see_other
from huiyin.intake.channels.actions import fetch, fetchable
from huiyin.kernel.lifecycle import NotAllowed


@audience("citizen", permission=ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def fetch_code(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """Asks before it gives: mail programs open links by themselves, and the code is given once."""
    now = settings.CLOCK.now()
    origin = fetchable(number, token, now=now)
    if origin is None:
        raise Http404
    if request.method != "POST":
        return render(request, "citizen/code.html", {"number": number, "given": origin.code_given_at})
    try:
        key = fetch(origin.pk, now=now)
    except NotAllowed:
        origin.refresh_from_db()
        return render(
            request, "citizen/code.html", {"number": number, "given": origin.code_given_at}, status=409
        )
    there = reverse("citizen:receipt")
    response = see_other(there)
    kept = {"number": number, "key": key, "reachable": False}
    sealing.keep(response, RECEIPT_COOKIE, kept, path=there, lasts=RECEIPT_LASTS, now=now)
    return response
