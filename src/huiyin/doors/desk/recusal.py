"""Withdrawing from a case: asked by whoever has an interest in it, decided by a superior, with who goes on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.cases import actions as cases
from huiyin.cases.queries import CaseFile
from huiyin.doors.desk.acts import Act, ActForm, Asked, act_page
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.queries.recusal import Working, waiting_for, working_on
from huiyin.doors.desk.rows import about
from huiyin.doors.desk.scoping import READERS, actor_of, case_file, now_at
from huiyin.doors.desk.wording import mend
from huiyin.doors.desk.writing import ReasonForm, writing
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.kernel.lifecycle import NotAllowed

DECIDING = ("approver", "chief", "supervisor", "leader")


@audience("desk", permission=READERS, hidden=True)
@require_http_methods(["GET", "POST"])
def recusal(request: HttpRequest, number: str) -> HttpResponse:
    """Somebody says that they must stay out of the case, and why. They go on until it is decided."""
    file = case_file(request, number, READERS)
    form = ReasonForm(request.POST if request.method == "POST" else None, file=file)
    if form.is_valid():
        try:
            cases.ask_recusal(number, form.cleaned_data["reason"], by=actor_of(request), now=now_at(request))
        except NotAllowed as no:
            form.add_error("reason", mend(no.refused))
        else:
            messages.success(request, _("Your superior has been told and decides."))
            return see_other("desk:case", number)
    context = {"file": file, "case": file.case, "about": about(file.case), "form": form}
    return desk_page(request, "desk/recusal.html", context, 422 if form.is_bound else 200)


class DecisionForm(ActForm):
    """Who withdraws, who goes on, and why. `granted` "no": the request isn't granted."""

    account = forms.TypedChoiceField(label=gettext_lazy("Who"), coerce=int, widget=forms.RadioSelect)
    granted = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[("yes", gettext_lazy("stays out of it")), ("no", gettext_lazy("goes on"))],
        widget=forms.RadioSelect,
    )
    successor = forms.TypedChoiceField(
        label=gettext_lazy("Who goes on instead"), coerce=int, empty_value=None, required=False
    )
    note = writing(gettext_lazy("Why"), 3)

    def __init__(self, *args: Any, working: list[Working], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.working = working
        self._offer("account", [(one.account, f"{one.name} · {one.role_name}") for one in working])
        able = {pk: name for one in working for pk, name in one.able.items()}
        self._offer("successor", [("", _("nobody further")), *able.items()])
        if not self.is_bound and (first := next((one for one in working if one.reason), None)):
            self.initial["account"] = first.account

    def _offer(self, name: str, choices: list[Any]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    @property
    def asked(self) -> list[Working]:
        return [one for one in self.working if one.reason]


def _decide(asked: Asked) -> object:
    data = asked.data
    if data["granted"] == "no":
        return cases.refuse_recusal(asked.number, data["account"], data["note"], by=asked.by, now=asked.now)
    return cases.recuse(asked.number, data["account"], data["note"], successor=data["successor"], **asked.who)


def _options(request: HttpRequest, file: CaseFile) -> Mapping[str, Any]:
    return {"working": working_on(file, actor_of(request), now_at(request))}


RECUSE = Act(
    "recuse",
    DecisionForm,
    _decide,
    gettext_lazy("Decided. Whoever’s turn it is now has been told."),
    lambda file: [
        _("For whoever stays out, the case doesn’t exist from now on: not in lists, not in search."),
        _("What they wrote stays. The time that runs goes on."),
    ],
    told=lambda file: [_("whoever goes on")],
    mends="successor",
    grave=True,
    template="desk/withdrawal.html",
    options=_options,
)


@audience("desk", permission=DECIDING, hidden=True)
@require_http_methods(["GET", "POST"])
def withdrawal(request: HttpRequest, number: str) -> HttpResponse:
    file = case_file(request, number)
    if not waiting_for(file, actor_of(request)) and not file.roles & {"supervisor", "leader"}:
        raise Http404
    return act_page(request, number, RECUSE)
