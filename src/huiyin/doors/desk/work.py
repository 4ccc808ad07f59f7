"""The unit at work: taking a case up, writing the verification report, approving it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.cases import actions as cases
from huiyin.cases.queries import CaseFile
from huiyin.cases.times.queries import offered
from huiyin.doors.desk.acts import Act, ActForm, Asked, act_page
from huiyin.doors.desk.paper import verification_paper
from huiyin.doors.desk.queries import file as files
from huiyin.doors.desk.scoping import READERS, SIGNING, actor_of, case_file, now_at
from huiyin.doors.desk.signatures import chain, may_weigh, signs_next
from huiyin.doors.desk.talks import talks_panel
from huiyin.doors.desk.verification import VerificationForm
from huiyin.doors.desk.writing import ReasonForm, writing
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.context import without_database
from huiyin.doors.shared.templatetags.units import named


class NoteForm(ActForm):
    """`heavy` stands only where saying that a matter is major or complex brings more signatures."""

    note = writing(gettext_lazy("Note for the file"), 3, required=False)
    heavy = forms.BooleanField(
        label=gettext_lazy("This is major or complex: somebody above signs, too."), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_weigh(self.file.case):
            del self.fields["heavy"]


def _accept(asked: Asked) -> object:
    return cases.accept(asked.number, **asked.who)


def _rework(asked: Asked) -> object:
    return cases.return_for_rework(asked.number, asked.data["reason"], **asked.who)


def _approve(asked: Asked) -> object:
    weight = "major" if asked.data.get("heavy") else ""
    return cases.approve(asked.number, note=asked.data["note"], weight=weight, **asked.who)


def _committee(file: CaseFile) -> Iterable[str]:
    return [_("the reviewers of %(committee)s") % {"committee": named(file.case.committee)}]


def _written(request: HttpRequest, file: CaseFile) -> Mapping[str, Any]:
    return {"verifications": files.verifications(file.case)[:1]}


def _signatures(request: HttpRequest, file: CaseFile) -> Mapping[str, Any]:
    return {**_written(request, file), "chain": chain(file.case)}


def _approving(file: CaseFile) -> Iterable[str]:
    if signs_next(file.case):
        return [
            _("You sign the report. It goes on to whoever signs next; the reporter sees nothing of that.")
        ]
    return [_("You approve the report for your unit. The committee answers the reporter from it.")]


def _hearing(file: CaseFile) -> Iterable[str]:
    return [_("whoever signs next")] if signs_next(file.case) else _committee(file)


ACCEPT = Act(
    "accept",
    ActForm,
    _accept,
    gettext_lazy("Taken up. The time for verification runs from now."),
    lambda file: [_("You take the case up for your unit. The time for verification starts now.")],
)
REWORK = Act(
    "return_for_rework",
    ReasonForm,
    _rework,
    gettext_lazy("The report is back with the handlers."),
    lambda file: [_("The handlers go on from what is written; the time for verification starts anew.")],
    lambda file: [_("the handlers")],
    "reason",
    more=_written,
)
APPROVE = Act(
    "approve",
    NoteForm,
    _approve,
    gettext_lazy("Signed. Whoever acts next has been told."),
    _approving,
    _hearing,
    "note",
    template="desk/approval.html",
    more=_signatures,
)


@audience("desk", permission="handler", hidden=True)
@require_http_methods(["GET", "POST"])
def acceptance(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, ACCEPT)


@audience("desk", permission=SIGNING, hidden=True)
@require_http_methods(["GET", "POST"])
def rework(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, REWORK)


@audience("desk", permission=SIGNING, hidden=True)
@require_http_methods(["GET", "POST"])
def approval(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, APPROVE)


def _submit(asked: Asked) -> object:
    form = cast(VerificationForm, asked.data["form"])
    return cases.submit(asked.number, form.draft(), **asked.who)


def _establish(asked: Asked) -> object:
    form = cast(VerificationForm, asked.data["form"])
    return cases.establish(asked.number, form.draft(), **asked.who)


def _writing(request: HttpRequest, file: CaseFile) -> Mapping[str, Any]:
    return {
        **_written(request, file),
        **talks_panel(file, actor_of(request)),
        "may_establish": "establish" in offered(file.case, file.verbs, file.roles, now_at(request)),
    }


SUBMIT = Act(
    "submit",
    VerificationForm,
    _submit,
    gettext_lazy("The report is with the approver."),
    lambda file: [
        _("The report goes to the approver of your unit. You can’t change it until it comes back.")
    ],
    lambda file: [_("the approver")],
    template="desk/verification.html",
    more=_writing,
)
ESTABLISH = Act(
    "establish",
    VerificationForm,
    _establish,
    gettext_lazy("Kept. From now on runs the time for what is done about it."),
    SUBMIT.happens,
    template="desk/verification.html",
    more=_writing,
)


@audience("desk", permission="handler", hidden=True)
@require_http_methods(["GET", "POST"])
def verification(request: HttpRequest, number: str) -> HttpResponse:
    if "save" in request.POST:
        return _save_draft(request, number)
    return act_page(request, number, ESTABLISH if "establish" in request.POST else SUBMIT)


def _save_draft(request: HttpRequest, number: str) -> HttpResponse:
    """Keeps the report as far as it is written, whole or not."""
    form = VerificationForm(request.POST, file=case_file(request, number))
    form.is_valid()
    cases.save_verification(number, form.draft(), by=actor_of(request), now=now_at(request))
    messages.success(request, _("Saved as a draft."))
    return see_other("desk:verification", number)


@audience("desk", permission=READERS, hidden=True)
@require_GET
def paper(request: HttpRequest, number: str, turn: int) -> HttpResponse:
    """A submitted verification report as PDF."""
    file = case_file(request, number, READERS)
    found = next((v for v in files.verifications(file.case) if v.round == turn), None)
    if found is None or found.submitted_at is None:
        raise Http404
    body = verification_paper(file.case, found, without_database(request)["html_lang"])
    name = f"{number}-{turn}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
