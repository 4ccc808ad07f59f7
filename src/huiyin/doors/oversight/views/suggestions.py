"""What people suggested, by field; what was adopted, and which measure came of which suggestion (S3-28, S3-29)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from huiyin.doors.oversight import pages, periods
from huiyin.doors.oversight.panels import link
from huiyin.doors.shared.access import audience
from huiyin.policy.queries import policy
from huiyin.reporting.queries import moments, suggestions, table
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.figures import FIGURES, Table

SHOWN = 100
"""Measures on the page; the list behind the figure has every suggestion."""


@audience("oversight", permission=pages.OVERSEERS)
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    viewer, today = pages.actor_of(request), pages.today_at(request)
    period = periods.asked(request.GET, policy().city, today)
    found = table(viewer, FIGURES["adoption"], period, "problem_type", now=pages.now_at(request))
    measures = suggestions.measures(viewer, *moments(period))
    context = {
        "spoken": periods.spoken(period, today),
        "choices": periods.choices(period, policy().city, today),
        "period": period,
        "lines": [_line(found, code, period) for code in found.rows],
        "all": found.total,
        "measures": measures[:SHOWN],
        "more": max(len(measures) - SHOWN, 0),
    }
    return pages.page(request, "oversight/suggestions.html", context)


def _line(found: Table, code: str, period: Period) -> dict[str, Any]:
    share = found.row(code)
    only = {"problem_type": code}
    return {
        "name": policy().type_name(code, pages.language()),
        "share": share,
        "percent": None if found.few(share) else found.figure.percent(share),
        "url": link("suggested", period, **only),
        "adopted_url": link("adopted", period, **only),
    }
