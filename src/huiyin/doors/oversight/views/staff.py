"""The officers' register (S0-07) and their evaluation (S0-06), from approved verifications only."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from huiyin.assessment.queries import evaluation, register
from huiyin.doors.oversight import pages
from huiyin.doors.oversight.wording import USES
from huiyin.doors.shared.access import audience
from huiyin.organisations.queries import organs_of
from huiyin.policy.queries import outcomes

PAGE = 40


@audience("oversight", permission=pages.READERS)
@require_GET
def officers(request: HttpRequest) -> HttpResponse:
    everybody = register(pages.actor_of(request))
    houses = organs_of(everybody.order_by().values_list("unit__path", flat=True).distinct())
    organ = request.GET.get("organ", "")
    rows = register(
        pages.actor_of(request),
        words=request.GET.get("q", "").strip(),
        organ=int(organ) if organ.isascii() and organ.isdigit() and len(organ) < 19 else None,
        found=bool(request.GET.get("found")),
    )
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "query": query.urlencode(),
        "q": request.GET.get("q", ""),
        "organ": organ,
        "found": request.GET.get("found", ""),
        "houses": [(str(unit.pk), unit) for unit in houses],
    }
    return pages.page(request, "oversight/officers.html", context)


@audience("oversight", permission=pages.READERS)
@require_GET
def officer(request: HttpRequest, code: str) -> HttpResponse:
    """One officer's page. It doesn't exist for the officer, nor for their own house."""
    found = evaluation(pages.actor_of(request), code)
    if found is None:
        raise Http404
    kinds = dict(outcomes(pages.language(), "person"))
    context = {
        "officer": found.officer,
        "cases": found.cases,
        "outcomes": [(outcome, kinds.get(outcome.kind, outcome.kind)) for outcome in found.outcomes],
        "uses": [(use, USES.get(use.kind, use.kind)) for use in found.uses],
    }
    return pages.page(request, "oversight/officer.html", context)
