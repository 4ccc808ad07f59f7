"""Where the text message gateway reports what became of a message."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET

from huiyin.doors.shared.access import audience
from huiyin.messages.actions import report_delivery
from huiyin.messages.channels.kannel import report_token
from huiyin.messages.rules.receipts import from_kannel


def bears_token(request: HttpRequest) -> bool:
    """Whether the request was made with the address that we gave out for this message."""
    ref, token = request.GET.get("ref", ""), request.GET.get("token", "")
    return constant_time_compare(token, report_token(ref))


@audience("api", permission="kannel", proof=bears_token)
@require_GET
def delivery_report(request: HttpRequest) -> HttpResponse:
    """Kannel's delivery report: `ref`, `token`, and `status` where it fills in `%d`.

    400 for a status that Kannel doesn't have, 404 for a message that we don't know.
    """
    receipt = from_kannel(request.GET.get("status", ""))
    if receipt is None:
        return HttpResponse(status=400)
    settled = report_delivery(request.GET["ref"], receipt, settings.CLOCK.now())
    return HttpResponse(status=404 if settled is None else 204)
