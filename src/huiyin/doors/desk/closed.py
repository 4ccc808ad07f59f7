"""The archive of a closed file as one sealed ZIP: a page to read in any browser, papers, evidence, hashes, proof."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

from django import forms
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from huiyin.cases.queries import CaseFile
from huiyin.documents.papers import case_timeline
from huiyin.doors.desk.archive import timeline_paper
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.paper import verification_paper
from huiyin.doors.desk.queries import file as files
from huiyin.doors.desk.rows import about
from huiyin.doors.desk.scoping import actor_of, case_file, now_at
from huiyin.doors.desk.writing import writing
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.context import without_database
from huiyin.doors.shared.words import reason as told
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.bundles import Blocks
from huiyin.ledger.signing import public_key
from huiyin.supervision.archive.actions import make
from huiyin.supervision.archive.queries import MAKERS, pieces


class ArchiveForm(forms.Form):
    reason = writing(
        lazy("What is it needed for?"),
        2,
        help_text=lazy("The auditor reads this, with your name and the moment."),
    )


@audience("desk", permission=tuple(sorted(MAKERS)), hidden=True)
@require_http_methods(["GET", "POST"])
def bundle(request: HttpRequest, number: str) -> HttpResponseBase:
    """Says what goes in and what doesn't; sent with a reason, the file. Each making leaves a record."""
    file = case_file(request, number, MAKERS)
    if file.case.state != "closed":
        raise Http404
    form = ArchiveForm(request.POST or None, label_suffix="")
    if form.is_valid():
        target = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
        try:
            pages = _pages(request, file)
            make(
                file.case,
                form.cleaned_data["reason"],
                target,
                pages,
                by=actor_of(request),
                now=now_at(request),
            )
        except NotAllowed as no:
            form.add_error("reason", told(no.refused))
        else:
            target.seek(0)
            answer = FileResponse(
                target, as_attachment=True, filename=f"{number}.zip", content_type="application/zip"
            )
            answer.headers["Cache-Control"] = "no-store"
            return answer
    context = {"case": file.case, "form": form, "key": public_key()}
    return desk_page(request, "desk/bundle.html", context, 422 if form.errors else 200)


def _pages(request: HttpRequest, file: CaseFile) -> Iterator[tuple[str, Blocks]]:
    """README and index first: whoever unpacks it begins there."""
    case, language = file.case, without_database(request)["html_lang"]
    found = [one for one in files.verifications(case) if one.submitted_at]
    kept = list(pieces(case))
    drawn = timeline_paper(request, file)
    context = {
        "case": case,
        "about": about(case),
        "drawn": drawn,
        "allegations": list(case.allegations.order_by("position")),
        "verifications": found,
        "reply": getattr(case, "reply", None),
        "pieces": kept,
        "language": language,
        "key": public_key(),
    }
    yield "README.txt", [render_to_string("desk/bundle/readme.txt", context).encode()]
    yield "style.css", [render_to_string("desk/bundle/style.css").encode()]
    yield "index.html", [render_to_string("desk/bundle/index.html", context).encode()]
    yield "index.pdf", [case_timeline(drawn)]
    for one in found:
        yield f"papers/verification-{one.round}.pdf", [verification_paper(case, one, language)]
    yield from ((piece.name, piece.blocks) for piece in kept)
