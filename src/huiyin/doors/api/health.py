"""Whether the program is up, for whoever balances its load; and how it is doing, for whoever looks after it."""

from __future__ import annotations

from dataclasses import asdict

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from huiyin.doors.shared.access import ANYONE, audience, carries
from huiyin.journey.pulse import taken


@audience("api", permission=ANYONE)
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 where reports can be taken in, else 503.

    With the secret `health` as bearer token also what waits, and 503 while no worker deals with it: reports are taken
    in all the same, so a load balancer asks without.
    """
    try:
        pulse = taken(settings.CLOCK.now())
    except (OperationalError, InterfaceError):
        return JsonResponse({"up": False}, status=503)
    if not carries(request, "health"):
        return JsonResponse({"up": True})
    told = {"up": True, "works": pulse.works, **asdict(pulse)}
    return JsonResponse(told, status=200 if pulse.works else 503)
