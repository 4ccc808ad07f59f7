"""The answer to the reporter, the call afterwards, what use is made of the result, and the end of the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.assessment.actions import use_result
from huiyin.cases import actions as cases
from huiyin.cases.queries import CaseFile
from huiyin.doors.desk.acts import Act, ActForm, Asked, act_page
from huiyin.doors.desk.days import next_working_days
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.queries import file as files
from huiyin.doors.desk.queries import people
from huiyin.doors.desk.review import the_reporter
from huiyin.doors.desk.scoping import actor_of, case_file, now_at
from huiyin.doors.desk.wording import CALLS, USES, mend
from huiyin.doors.desk.writing import TextForm, writing
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.templatetags.units import named
from huiyin.doors.shared.words import RATINGS
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.policy.queries import policy, said
from huiyin.ratings.actions import revisit as write_revisit
from huiyin.ratings.queries import rating_of, revisits_of
from huiyin.ratings.rules.levels import PUT_OFF_DAYS

CALLERS = ("reviewer", "clerk")
"""Who phones the reporter and writes down what they said."""

USERS = ("reviewer", "supervisor")
"""Who writes down what use was made of a result."""


class ReplyForm(TextForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = files.verifications(self.file.case)
        self.fields["text"].initial = found[0].proposal if found else ""
        self.fields["text"].help_text = _(
            "It starts from the unit’s proposal: make it plain, whole and kind."
        )


def _answer(asked: Asked) -> object:
    return cases.answer(asked.number, asked.data["text"], **asked.who)


def _close(asked: Asked) -> object:
    return cases.close(asked.number, **asked.who)


def _written(request: HttpRequest, file: CaseFile) -> Mapping[str, Any]:
    look = request.POST.get("text", "").strip() if "look" in request.POST else ""
    return {"verifications": files.verifications(file.case)[:1], "look": look}


def _before_closing(file: CaseFile) -> Iterable[str]:
    yield _("The file closes with its whole timeline. From here on it is read only.")
    if not revisits_of(file.case.report) and file.case.identity_mode != "anonymous":
        yield _("Nobody has phoned the reporter yet.")
    if rating_of(file.case.report) is None:
        yield _("The reporter hasn’t rated the answer yet; once closed, they still can.")


ANSWER = Act(
    "answer",
    ReplyForm,
    _answer,
    gettext_lazy("The reporter has the answer."),
    lambda file: [
        _("The reporter reads this text with number and query code. It can’t be changed afterwards.")
    ],
    the_reporter,
    "text",
    template="desk/reply.html",
    more=_written,
)
CLOSE = Act(
    "close",
    ActForm,
    _close,
    gettext_lazy("The file is closed."),
    _before_closing,
    grave=True,
)


@audience("desk", permission="reviewer", hidden=True)
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, ANSWER)


@audience("desk", permission=("reviewer", "clerk"), hidden=True)
@require_http_methods(["GET", "POST"])
def closure(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, CLOSE)


class RevisitForm(forms.Form):
    result = forms.ChoiceField(
        label=gettext_lazy("The call"), choices=list(CALLS.items()), widget=forms.RadioSelect
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("How satisfied is the reporter?"),
        choices=list(RATINGS.items()),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    again_on = forms.TypedChoiceField(
        label=gettext_lazy("If they want to be called again: on which day"),
        coerce=date.fromisoformat,
        empty_value=None,
        required=False,
    )
    note = writing(gettext_lazy("What the reporter said"), 4, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = cast(forms.ChoiceField, self.fields["again_on"])
        days.choices = [("", "—"), *next_working_days(today, PUT_OFF_DAYS)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("result") == "reached" and data.get("level") is None:
            self.add_error("level", _("Ask how satisfied they are, or say that they didn’t want to talk."))
        if data.get("result") != "again":
            data["again_on"] = None
        return data


@audience("desk", permission=CALLERS, hidden=True)
@require_http_methods(["GET", "POST"])
def revisit(request: HttpRequest, number: str) -> HttpResponse:
    """A phone call to the reporter: what to ask, and what came of it (S0-25)."""
    file = case_file(request, number, CALLERS)
    today = now_at(request).astimezone(SHANGHAI).date()
    form = RevisitForm(request.POST if request.method == "POST" else None, today=today)
    if form.is_valid() and _written_down(request, number, form):
        messages.success(request, _("The call is written down."))
        return see_other("desk:case", number)
    context = {
        "file": file,
        "case": file.case,
        "form": form,
        "revisits": revisits_of(file.case.report),
        "script": script(named(file.case.committee), get_language() or "zh"),
    }
    return desk_page(request, "desk/revisit.html", context, 422 if form.is_bound else 200)


def script(committee: str, language: str) -> list[str]:
    """What the city wants a caller to say, line by line: its own sentences `revisit-1`, `revisit-2` …"""
    lines = sorted((key, row) for key, row in policy().words.items() if key.startswith("revisit-"))
    return [said(row, "text", language).replace("{committee}", committee) for _key, row in lines]


def _written_down(request: HttpRequest, number: str, form: RevisitForm) -> bool:
    data = form.cleaned_data
    try:
        write_revisit(
            number, data["result"], data["level"], data["note"], again_on=data["again_on"],
            by=actor_of(request), now=now_at(request),
        )  # fmt: skip
    except NotAllowed as no:
        field = str(no.refused.detail.get("field", ""))
        if field != "again_on":
            raise
        form.add_error(field, mend(no.refused))
    return not form.errors


class UseForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Used in"), choices=list(USES.items()), widget=forms.RadioSelect
    )
    officer = forms.TypedChoiceField(
        label=gettext_lazy("For whom"), coerce=int, empty_value=None, required=False
    )
    note = writing(gettext_lazy("What was done with it"), 3)

    def __init__(self, *args: Any, file: CaseFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = file.case.unit or file.case.reported
        named_ones = [(row.pk, row.name) for row in people.officers(file.case.accused)]
        field = cast(forms.ChoiceField, self.fields["officer"])
        field.choices = [("", _("%(unit)s as a whole") % {"unit": named(whole)}), *named_ones]


@audience("desk", permission=USERS, hidden=True)
@require_http_methods(["GET", "POST"])
def use(request: HttpRequest, number: str) -> HttpResponse:
    """What use is made of a verified result (S0-08)."""
    file = case_file(request, number, USERS)
    form = UseForm(request.POST if request.method == "POST" else None, file=file)
    if form.is_valid() and _used(request, number, form):
        return see_other("desk:case", number)
    context = {"file": file, "case": file.case, "form": form}
    return desk_page(request, "desk/use.html", context, 422 if form.is_bound else 200)


def _used(request: HttpRequest, number: str, form: UseForm) -> bool:
    data = form.cleaned_data
    try:
        use_result(
            number,
            data["kind"],
            data["note"],
            officer=data["officer"],
            by=actor_of(request),
            now=now_at(request),
        )
    except NotAllowed as no:
        form.add_error("note", mend(no.refused))
        return False
    messages.success(request, _("Written down."))
    return True
