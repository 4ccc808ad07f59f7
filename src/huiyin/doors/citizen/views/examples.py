"""Good work that others may follow, for everybody (S1-38, S4-21): no name, no day, no file."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.assessment.exemplars.queries import on_show
from huiyin.doors.shared.access import ANYONE, audience
from huiyin.doors.shared.words import TOPICS

A_PAGE = 20


@audience("citizen", permission=ANYONE, personal=False)
@require_safe
def exemplars(request: HttpRequest) -> HttpResponse:
    """All of them, or those of one topic, the newest first."""
    topic = request.GET.get("topic", "")
    topic = topic if topic in TOPICS else ""
    page = Paginator(on_show(topic), A_PAGE).get_page(request.GET.get("page"))
    rows = [(row, TOPICS[row.topic]) for row in page]
    context = {"page": page, "rows": rows, "topics": TOPICS.items(), "topic": topic}
    return render(request, "citizen/exemplars.html", context)
