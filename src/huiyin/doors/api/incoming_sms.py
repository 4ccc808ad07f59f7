"""Where the text message gateway brings what people send (MO)."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from urllib.parse import parse_qs

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from huiyin.doors.shared.access import audience
from huiyin.intake.channels.queries import channel_of
from huiyin.intake.channels.texts.actions import take_text
from huiyin.intake.channels.texts.rules.charsets import decoded


@audience("api", permission="sms")
@require_GET
def incoming(request: HttpRequest) -> HttpResponse:
    """Kannel's `sms-service`: `id` (%I), `from` (%p), `text` (%b), `charset` (%C), `at` (%T), maybe `channel`.

    Answers 200 and nothing, whatever becomes of the message: the gateway would send what we say as an answer. 400
    where it isn't a message, 404 where the city has no such channel.
    """
    asked = parse_qs(request.META.get("QUERY_STRING", ""), encoding="latin-1", keep_blank_values=True)
    one = {name: values[0] for name, values in asked.items()}
    text = decoded(one.get("text", "").encode("latin-1"), one.get("charset", ""))
    number = one.get("from", "")
    if text is None or not number:
        return HttpResponse(status=400)
    channel = channel_of("sms", one.get("channel", ""))
    if channel is None:
        return HttpResponse(status=404)
    now = settings.CLOCK.now()
    said = f"{number}\0{one.get('at', '')}\0{text}"
    mark = one.get("id") or hashlib.sha256(said.encode()).hexdigest()
    take_text(channel, mark, number, text, _moment(one.get("at", ""), now), now=now)
    return HttpResponse(status=200)


def _moment(seconds: str, now: datetime) -> datetime:
    """When the gateway got it; now where it doesn't say."""
    usable = seconds.isascii() and seconds.isdigit() and len(seconds) < 12
    return datetime.fromtimestamp(int(seconds), UTC) if usable else now
