"""What the citizen should know: who sees what, the rules, accessibility."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from huiyin.doors.shared.access import ANYONE, audience, today
from huiyin.panels.queries import published
from huiyin.policy.queries import regulations, release_notes, said


@audience("citizen", permission=ANYONE, personal=False)
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The rules by which this works (S0-10), and what changed in the platform (S0-09)."""
    language = get_language() or "zh-hans"
    texts = [
        (said(row, "title", language), said(row, "text", language), row.since)
        for row in regulations(today(settings.CLOCK.now()))
    ]
    notes = [(row.version, row.on, said(row, "text", language)) for row in release_notes()]
    return render(
        request, "citizen/rules.html", {"texts": texts, "notes": notes, "appraised": published().exists()}
    )


@audience("citizen", permission=ANYONE, personal=False)
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Who sees what (个人信息保护法, articles 17 and 35)."""
    return render(request, "citizen/privacy.html")


@audience("citizen", permission=ANYONE, personal=False)
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "citizen/accessibility.html")
