"""What use was made of results (S0-08), and which proven cases still wait for one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from huiyin.assessment.queries import unused, uses
from huiyin.doors.oversight import pages
from huiyin.doors.oversight.wording import USES
from huiyin.doors.shared.access import audience

PAGE = 30
WAITING = 20
"""Cases offered for a first use; the rest follow as these are dealt with."""


@audience("oversight", permission=pages.READERS)
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    viewer = pages.actor_of(request)
    page = Paginator(uses(viewer), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(use, USES.get(use.kind, use.kind)) for use in page],
        "waiting": unused(viewer)[:WAITING],
    }
    return pages.page(request, "oversight/uses.html", context)
