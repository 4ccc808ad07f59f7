"""A letter as its reader may see it: where it stands, the paper, and what came back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from huiyin.cases.queries import case_for
from huiyin.documents import official, word
from huiyin.doors.desk.letters.acts import AT_UNIT, OF_LETTER, offered
from huiyin.doors.desk.letters.entries import RECEIVERS
from huiyin.doors.desk.letters.ledger import kinds
from huiyin.doors.desk.letters.wording import state
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.attachments import served
from huiyin.intake.attachments.stored import read_file
from huiyin.ledger.actions import looked
from huiyin.supervision.letters import printing, queries
from huiyin.supervision.letters.facts import number_of
from huiyin.supervision.letters.queries import Opened

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@audience("desk", permission=RECEIVERS, hidden=True)
@require_GET
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it stands, and what can be done next."""
    opened = opened_letter(request, pk)
    row = opened.letter
    case = row.case and case_for(actor_of(request), row.case.number)
    context: dict[str, Any] = {
        "letter": row,
        "number": number_of(row),
        "kind": dict(kinds()).get(row.kind, row.kind),
        "state": state(row.state),
        "issuing": bool(opened.roles),
        "may_edit": "edit" in opened.verbs,
        "acts": offered(OF_LETTER, opened.verbs),
        "copies": [
            {
                "service": service,
                "state": state(service.state),
                "acts": offered(AT_UNIT, verbs),
                "answers": answers,
            }
            for service, verbs in opened.services
            for answers in [service.answers.select_related("by").prefetch_related("files").order_by("round")]
        ],
        "consents": row.consents.select_related("by").order_by("pk") if opened.roles else (),
        "case": case.case if case else None,
        "language": get_language(),
    }
    return desk_page(request, "letters_desk/letter.html", context)


def opened_letter(request: HttpRequest, pk: int) -> Opened:
    """The letter for the request's person. Raises Http404 where it doesn't exist for them."""
    opened = queries.letter_for(actor_of(request), pk, now_at(request))
    if opened is None:
        raise Http404
    return opened


@audience("desk", permission=RECEIVERS, hidden=True)
@require_GET
def paper(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """The paper: as it was printed, or a draft of it."""
    opened = opened_letter(request, pk)
    if form not in TYPES:
        raise Http404
    headers = {
        "Content-Disposition": f'{"inline" if form == "pdf" else "attachment"}; filename="letter-{pk}.{form}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    if not opened.roles:
        looked("letter", pk, "paper", by=actor_of(request), now=now_at(request), reason="")
    if kept := queries.kept_paper(opened.letter, form):
        return StreamingHttpResponse(read_file(kept), content_type=TYPES[form], headers=headers)
    drawn = printing.paper(opened.letter, now_at(request))
    made = official.pdf(drawn) if form == "pdf" else word.docx(drawn)
    return HttpResponse(made, content_type=TYPES[form], headers=headers)


@audience("desk", permission=RECEIVERS, hidden=True)
@require_GET
def file(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """A file that came with a reply."""
    found = queries.answer_file(actor_of(request), pk, now_at(request))
    if found is None:
        raise Http404
    return served(found.attachment)
