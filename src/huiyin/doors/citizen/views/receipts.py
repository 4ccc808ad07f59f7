"""The receipt: shown for a quarter of an hour in the browser that sent the report, and nowhere else ever."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from huiyin.documents import papers
from huiyin.doors.citizen import queries
from huiyin.doors.citizen.views.reporting import RECEIPT_COOKIE, RECEIPT_LASTS
from huiyin.doors.shared import sealing, times
from huiyin.doors.shared.access import ANYONE, audience, today
from huiyin.doors.shared.answers import see_other
from huiyin.intake.actions import query_code_for
from huiyin.kernel.deadlines import Deadline
from huiyin.policy.queries import city, said


@audience("citizen", permission=ANYONE)
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Number, query code, promised day. Loading it again shows the same, until it runs out."""
    shown = _mine(request, now=settings.CLOCK.now())
    if shown is None:
        return redirect("citizen:track")
    return render(request, "citizen/receipt.html", shown)


@audience("citizen", permission=ANYONE)
@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The receipt as a picture to save."""
    now = settings.CLOCK.now()
    shown = _mine(request, now=now)
    if shown is None:
        return redirect("citizen:track")
    report, language = shown["report"], get_language() or "zh-hans"
    drawn = papers.Receipt(
        number=report.number,
        query_code=shown["query_code"],
        promised=today(report.promised_at),
        how=tuple(times.explained(Deadline.from_json(report.promised_how), today(now))),
        hash=shown["hash"],
        url=settings.PUBLIC_URL + reverse("citizen:track"),
        platform=said(city(), "platform", language),
        language="zh" if language.startswith("zh") else "en",
    )
    response = HttpResponse(papers.receipt(drawn), content_type="image/png")
    response.headers["Content-Disposition"] = f'inline; filename="{report.number}.png"'
    return response


@audience("citizen", permission=ANYONE)
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Forgets the receipt in this browser: a phone may be shared."""
    response = see_other("citizen:home")
    response.delete_cookie(RECEIPT_COOKIE, path=reverse("citizen:receipt"), samesite="Lax")
    return response


def _mine(request: HttpRequest, *, now: datetime) -> dict[str, Any] | None:
    """What this browser's receipt says; None where it has none (any more)."""
    kept = sealing.kept(request, RECEIPT_COOKIE, lasts=RECEIPT_LASTS, now=now)
    if kept is None:
        return None
    report = queries.sent_report(kept["number"])
    return {
        "report": report,
        "query_code": query_code_for(kept["key"]),
        "hash": queries.first_hash(report.number),
        "reachable": kept["reachable"],
    }
