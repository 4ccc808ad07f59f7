"""Time at the desk: more of it asked for, granted or not; the clock stopped and started again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.cases import actions as cases
from huiyin.cases.queries import CaseFile
from huiyin.cases.times.queries import most_for, waiting
from huiyin.doors.desk.acts import Act, ActForm, Asked, act_page
from huiyin.doors.desk.scoping import now_at
from huiyin.doors.desk.wording import length
from huiyin.doors.desk.writing import ReasonForm, writing
from huiyin.doors.shared.access import audience
from huiyin.kernel.limits import Limit

_FOR_REPORTER = gettext_lazy("The reporter reads this once it is granted. Name nobody.")


class TimeForm(ActForm):
    """How much, within what the city allows, and why."""

    value = forms.IntegerField(min_value=1)
    reason = writing(gettext_lazy("Reasons"), 4, help_text=_FOR_REPORTER)

    def __init__(self, *args: Any, most: Limit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].label = _("How much (at most %(most)s)") % {"most": length(most)}
        self.fields["value"].widget.attrs |= {"max": most.value, "inputmode": "numeric"}


def _most(kind: str) -> Callable[[HttpRequest, CaseFile], Mapping[str, Any]]:
    return lambda request, file: {"most": most_for(file.case, kind, now_at(request))}


def _granters(kind: str) -> Callable[[CaseFile], Iterable[str]]:
    return lambda file: [
        _("whoever may grant it"),
        *([_("the reporter, once it is granted")] if kind else []),
    ]


def _request(request: HttpRequest, file: CaseFile) -> Mapping[str, Any]:
    found = waiting(file.case)
    return {"request": found, "wanted": length(Limit.from_json(found.limit)) if found else ""}


def _ask(verb: str, kind: str, done: str | Promise, happens: str | Promise) -> Act:
    def do(asked: Asked) -> object:
        return getattr(cases, verb)(asked.number, asked.data["value"], asked.data["reason"], **asked.who)

    return Act(
        verb, TimeForm, do, done, lambda file: [str(happens)], _granters(kind), "reason", options=_most(kind)
    )


def _grant(verb: str, done: str | Promise, happens: str | Promise) -> Act:
    def do(asked: Asked) -> object:
        return getattr(cases, verb)(asked.number, **asked.who)

    told = [gettext_lazy("the handlers"), gettext_lazy("the reporter: the new day and the reason")]
    return Act(
        verb, ActForm, do, done, lambda file: [str(happens)], lambda file: map(str, told),
        template="desk/time.html", more=_request,
    )  # fmt: skip


def _refuse(verb: str, done: str | Promise) -> Act:
    def do(asked: Asked) -> object:
        return getattr(cases, verb)(asked.number, asked.data["reason"], **asked.who)

    return Act(
        verb, ReasonForm, do, done, lambda file: [_("The day stays as it is.")],
        lambda file: [_("the handlers")], "reason", template="desk/time.html", more=_request,
    )  # fmt: skip


ACTS = {
    act.verb: act
    for act in (
        _ask(
            "ask_extension",
            "extension",
            gettext_lazy("Asked. Until somebody decides, the day stays as it is."),
            gettext_lazy(
                "You ask for more time. Nothing moves until it is granted; after the day it is too late."
            ),
        ),
        _ask(
            "ask_suspension",
            "suspension",
            gettext_lazy("Asked. Until somebody decides, the clock runs on."),
            gettext_lazy(
                "You ask that the clock stand still, for at most so long. You can start it again at any time."
            ),
        ),
        _grant(
            "extend",
            gettext_lazy("Granted. The new day is in the file and goes to the reporter."),
            gettext_lazy("The day of this step and the day promised to the reporter move by what was asked."),
        ),
        _grant(
            "suspend",
            gettext_lazy("The clock stands still."),
            gettext_lazy(
                "The clock stands still from now on, at the latest until the end of what was asked; then it goes on "
                "with what was left."
            ),
        ),
        _refuse("refuse_extension", gettext_lazy("Not granted. The day stays.")),
        _refuse("refuse_suspension", gettext_lazy("Not granted. The clock runs on.")),
        Act(
            "resume",
            ActForm,
            lambda asked: cases.resume(asked.number, **asked.who),
            gettext_lazy("The clock runs again, with what was left."),
            lambda file: [
                _("The clock runs again from now, with what was left. The promised day comes nearer.")
            ],
            lambda file: [_("the handlers"), _("the reporter: the new day")],
        ),
    )
}


@audience("desk", permission="handler", hidden=True)
@require_http_methods(["GET", "POST"])
def more_time(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, ACTS["ask_extension"])


@audience("desk", permission="handler", hidden=True)
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, ACTS["ask_suspension"])


@audience("desk", permission=("approver", "supervisor"), hidden=True)
@require_http_methods(["GET", "POST"])
def extension(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, ACTS["extend"])


@audience("desk", permission=("approver", "supervisor"), hidden=True)
@require_http_methods(["GET", "POST"])
def extension_refusal(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, ACTS["refuse_extension"])


@audience("desk", permission=("approver", "supervisor"), hidden=True)
@require_http_methods(["GET", "POST"])
def suspension(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, ACTS["suspend"])


@audience("desk", permission=("approver", "supervisor"), hidden=True)
@require_http_methods(["GET", "POST"])
def suspension_refusal(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, ACTS["refuse_suspension"])


@audience("desk", permission=("handler", "approver", "supervisor"), hidden=True)
@require_http_methods(["GET", "POST"])
def resumption(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, ACTS["resume"])
