"""The exchange with the hotline 12345: work orders in, answers and additions, and our list of a day for comparison."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.doors.shared.access import audience
from huiyin.intake.channels.hotline.actions import (
    Taken,
    receive_answer,
    receive_note,
    receive_order,
    use_nonce,
)
from huiyin.intake.channels.hotline.rules.signing import NONCE, wrong
from huiyin.intake.channels.queries import channel_of
from huiyin.journey.hotline import our_list
from huiyin.policy.models import Channel

LARGEST = 2_000_000
_STATUS = {"taken": 201, "known": 200, "waiting": 202}
Receiver = Callable[..., Taken]


def signed_by_hotline(request: HttpRequest) -> bool:
    """Whether the hotline itself sent this, now and for the first time."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return False
    now, target = settings.CLOCK.now(), f"{request.method} {request.get_full_path()}"
    if wrong(settings.HOTLINE_SECRET, target, request.body, request.headers, now=now):
        return False
    return use_nonce(request.headers[NONCE], now=now)


@csrf_exempt
@audience("api", permission="hotline", proof=signed_by_hotline)
@require_http_methods(["GET", "POST"])
def orders(request: HttpRequest) -> HttpResponse:
    """POST an order. GET `?day=2022-03-07`: what we have of that day, for comparison."""
    if request.method == "POST":
        return _received(request, receive_order)
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return JsonResponse({"error": "day"}, status=400)
    return JsonResponse({"orders": our_list(day)})


@csrf_exempt
@audience("api", permission="hotline", proof=signed_by_hotline)
@require_POST
def answers(request: HttpRequest) -> HttpResponse:
    """POST what became of a matter that we gave to the hotline."""
    return _received(request, receive_answer)


@csrf_exempt
@audience("api", permission="hotline", proof=signed_by_hotline)
@require_POST
def notes(request: HttpRequest) -> HttpResponse:
    """POST what a caller adds to an order."""
    return _received(request, receive_note)


def _received(request: HttpRequest, receive: Receiver) -> HttpResponse:
    """201 taken, 200 known, 202 kept for a person (with the reason); 400 for what isn't JSON."""
    channel: Channel | None = channel_of("hotline", settings.HOTLINE_CHANNEL)
    if channel is None:
        return JsonResponse({"error": "no_channel"}, status=404)
    try:
        data: Any = json.loads(request.body)
    except (ValueError, RecursionError):
        return JsonResponse({"error": "not_json"}, status=400)
    now: datetime = settings.CLOCK.now()
    became = receive(channel, data, now=now)
    told = {name: value for name, value in vars(became).items() if value}
    return JsonResponse(told, status=_STATUS[became.state])
