"""Who sent a report: sealed. Opening it takes a reason, shows it once and leaves a record that stays."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.queries import file as files
from huiyin.doors.desk.scoping import actor_of, case_file, now_at
from huiyin.doors.desk.wording import mend
from huiyin.doors.desk.writing import writing
from huiyin.doors.shared.access import audience
from huiyin.intake.vault import OPENERS, Person, open_for
from huiyin.kernel.lifecycle import NotAllowed


class OpeningForm(forms.Form):
    reason = writing(
        gettext_lazy("Why do you need to know?"),
        2,
        help_text=gettext_lazy("The auditor reads this, with your name and the moment."),
    )


@audience("desk", permission=OPENERS, hidden=True)
@require_http_methods(["GET", "POST"])
def identity(request: HttpRequest, number: str) -> HttpResponse:
    """Shows name and phone on the answer to a POST, never at an address that can be loaded again."""
    file = case_file(request, number, OPENERS)
    if file.case.identity_mode == "anonymous":
        raise Http404
    form = OpeningForm(request.POST if request.method == "POST" else None)
    person = _opened(request, number, form) if form.is_valid() else None
    case = file.case
    context = {"file": file, "case": case, "form": form, "person": person, "openings": files.openings(case)}
    return desk_page(request, "desk/identity.html", context, 422 if form.errors else 200)


def _opened(request: HttpRequest, number: str, form: OpeningForm) -> Person | None:
    case = case_file(request, number).case
    try:
        return open_for(
            actor_of(request),
            case.report,
            case.committee_id,
            reason=form.cleaned_data["reason"],
            now=now_at(request),
        )
    except NotAllowed as no:
        form.add_error("reason", mend(no.refused))
        return None
