"""One import: what the dry run found, the question before it begins, how far it is, what came of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.doors.desk.imports.views import PERMISSION, own, page
from huiyin.doors.desk.imports.wording import STATES, why
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.shared import words
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.intake.imports import actions, queries
from huiyin.intake.imports.models import ImportBatch
from huiyin.intake.imports.rejects import KINDS, fetch
from huiyin.intake.imports.rules.stages import WORKING
from huiyin.kernel.lifecycle import Refused

REASONS_SHOWN = 20
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@audience("desk", permission=PERMISSION, hidden=True)
@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    one = own(request, pk)
    if one.state == "uploaded":
        return see_other("desk:import_columns", pk)
    return page(request, "batch", one, **_shown(request, one))


def _shown(request: HttpRequest, one: ImportBatch) -> dict[str, Any]:
    refused = queries.reasons(one, REASONS_SHOWN)
    shown: dict[str, Any] = {
        "state_says": STATES[one.state],
        "working": one.state in WORKING,
        "rejects": [(row.number, [why(code, no) for code, no in row.reasons]) for row in refused],
        "more_rejects": one.failed > REASONS_SHOWN,
        "unknown": sum(len(words) for words in one.words.values()),
        "open": one.good - one.answered,
        "error": words.reason(Refused(one.error, {"limit": "", "limit_mb": ""})) if one.error else "",
    }
    if one.state == "checked":
        known = queries.known_for(actor_of(request), now_at(request))
        shown["preview"] = queries.preview(one, known)
    return shown


@audience("desk", permission=PERMISSION, hidden=True)
@require_http_methods(["GET", "POST"])
def beginning(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what will happen; then it happens in the background."""
    one = own(request, pk)
    if request.method == "POST":
        actions.begin(pk, by=actor_of(request), now=now_at(request))
        return see_other("desk:import", pk)
    if one.state != "checked" or not one.good:
        return see_other("desk:import", pk)
    return page(request, "beginning", one, happens=_happens(one))


def _happens(one: ImportBatch) -> list[str]:
    fresh, left = one.good - one.answered, one.known + one.failed
    said = [
        (ngettext("%(n)s report will be added.", "%(n)s reports will be added.", one.good), one.good),
        (
            ngettext(
                "%(n)s of them was answered before: it is filed as history, without deadlines.",
                "%(n)s of them were answered before: they are filed as history, without deadlines.",
                one.answered,
            ),
            one.answered,
        ),
        (
            ngettext(
                "%(n)s has no answer yet: it goes to review, and its deadlines count from today.",
                "%(n)s have no answer yet: they go to review, and their deadlines count from today.",
                fresh,
            ),
            fresh,
        ),
        (
            ngettext(
                "%(n)s row is left out: it is there already or can’t be read.",
                "%(n)s rows are left out: they are there already or can’t be read.",
                left,
            ),
            left,
        ),
    ]
    never = _("Citizens won’t be messaged. Names and telephones are sealed.")
    return [*(text % {"n": f"{n:,}"} for text, n in said if n), never]


@audience("desk", permission=PERMISSION, hidden=True)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Stops a run; what was added stays."""
    one = own(request, pk)
    if one.state in WORKING:
        actions.stop(pk, by=actor_of(request), now=now_at(request))
    return see_other("desk:import", pk)


@audience("desk", permission=PERMISSION, hidden=True)
@require_GET
def rejects(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The rows that can't be read, in a file to be mended and imported again."""
    one = own(request, pk)
    if kind not in KINDS or one.file_gone_at or not one.failed:
        raise Http404
    by, now, headings = actor_of(request), now_at(request), (_("Row"), _("Why it can’t be read"))
    body = fetch(one, kind, by=by, now=now, say=why, headings=headings)
    answer = HttpResponse(body, content_type=MEDIA[kind])
    name = f"{one.filename.split('.')[0]}-{_('not read')}.{kind}"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer
