"""Evidence with a file: brought by the unit's handlers, opened by whoever reads the report."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiyin.cases import actions as cases
from huiyin.cases.rules.checks import reason
from huiyin.doors.desk.queries import file as files
from huiyin.doors.desk.scoping import READERS, actor_of, case_file, now_at
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.attachments import kept, served
from huiyin.doors.shared.words import reason as said
from huiyin.kernel.lifecycle import NotAllowed


@audience("desk", permission="handler", hidden=True)
@require_POST
def bring(request: HttpRequest, number: str) -> HttpResponse:
    """Adds one file with its description to the report that is being written."""
    case_file(request, number, ("handler",))
    file, text = request.FILES.get("file"), request.POST.get("description", "")
    if file is None or reason(text):
        messages.error(request, _("Please choose a file and say in a few words what it shows."))
        return see_other("desk:verification", number)
    now = now_at(request)
    try:
        token = kept(file, f"evidence:{number}", now)
        cases.attach_evidence(number, token, text, by=actor_of(request), now=now)
    except NotAllowed as refusal:
        messages.error(request, said(refusal.refused))
    else:
        messages.success(request, _("The file is part of the evidence now."))
    return see_other("desk:verification", number)


@audience("desk", permission=READERS, hidden=True)
@require_GET
def opened(request: HttpRequest, number: str, pk: int) -> StreamingHttpResponse:
    """The file of a piece of evidence."""
    found = files.evidence(case_file(request, number, READERS), pk)
    if found is None or found.attachment is None:
        raise Http404
    return served(found.attachment)
