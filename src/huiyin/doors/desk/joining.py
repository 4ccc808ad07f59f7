"""Two steps: choose the file that a report belongs to, look at both side by side, then join them; and undo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.cases import actions as cases
from huiyin.cases.models import Case
from huiyin.cases.queries import CaseFile
from huiyin.doors.desk.acts import Act, ActForm, Asked, act_page
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.queries import joining as joined
from huiyin.doors.desk.review import reviewers_of
from huiyin.doors.desk.rows import about
from huiyin.doors.desk.scoping import actor_of, case_file
from huiyin.doors.shared import words
from huiyin.doors.shared.access import audience
from huiyin.triage.likeness.rules.comparing import Likeness, compared

JOINERS = ("reviewer", "supervisor")


class JoinForm(ActForm):
    main = forms.CharField(widget=forms.HiddenInput, max_length=24)

    def __init__(self, *args: Any, main: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["main"].initial = main


def _join(asked: Asked) -> object:
    return cases.join(asked.number, asked.data["main"], **asked.who)


def _separate(asked: Asked) -> object:
    return cases.separate(asked.number, **asked.who)


def _wanted(request: HttpRequest) -> str:
    return (request.POST if request.method == "POST" else request.GET).get("main", "")


def _both(request: HttpRequest, file: CaseFile) -> Mapping[str, Any]:
    """The other file beside this one, and what speaks against joining them."""
    viewer = actor_of(request)
    main = joined.by_number(viewer, _wanted(request))
    if main is None:
        return {}
    against = joined.speaks_against(file.case, main.case)
    reasons = reasons_of(compared(file.case.report.text, main.case.report.text), file.case, main.case)
    pair = [(one, about(one.case)) for one in (file, main)]
    return {
        "main": main,
        "pair": pair,
        "reasons": reasons,
        "against": words.reason(against) if against else "",
    }


def reasons_of(found: Likeness, case: Case, other: Case, *, same: bool = False) -> list[str]:
    """Why two files may be one matter, in words; and what speaks against it."""
    reasons = [_("the same unit")] if case.reported_id == other.reported_id else []
    if same:
        reasons.append(_("the same reporter"))
    if found.places:
        reasons.append(_("the same place: %(names)s") % {"names": "、".join(found.places)})
    reasons += [_("the same words: %(words)s") % {"words": words} for words in found.words]
    if found.other_place:
        reasons.append(_("but they name different places"))
    return reasons


def _what_happens(file: CaseFile) -> Iterable[str]:
    yield _("This report isn’t worked on separately any more: it gets the answer of the main file.")
    yield _("Its reporter keeps their own number, promised day and answer, and doesn’t learn of the others.")
    yield _("It can be undone until the main file is answered.")


JOIN = Act(
    "join",
    JoinForm,
    _join,
    gettext_lazy("The files are joined. This report will be answered with the main file."),
    _what_happens,
    mends="main",
    template="desk/join.html",
    more=_both,
    options=lambda request, file: {"main": _wanted(request)},
)
SEPARATE = Act(
    "separate",
    ActForm,
    _separate,
    gettext_lazy("The joining is undone. The report waits for review again."),
    lambda file: [
        _("The report waits for review again. The day promised to its reporter stays what it was.")
    ],
    reviewers_of,
)


@audience("desk", permission=JOINERS, hidden=True)
@require_http_methods(["GET", "POST"])
def joining(request: HttpRequest, number: str) -> HttpResponse:
    if request.method == "GET" and joined.by_number(actor_of(request), _wanted(request)) is None:
        return _choose(request, number)
    return act_page(request, number, JOIN)


def _choose(request: HttpRequest, number: str) -> HttpResponse:
    """The first step: what may be the same matter, with reasons; or a number that somebody knows."""
    file = case_file(request, number, JOINERS)
    if "join" not in file.verbs:
        return act_page(request, number, JOIN)
    context = {
        "file": file,
        "case": file.case,
        "about": about(file.case),
        "rows": [
            (one, about(one.case), reasons_of(one.likeness, file.case, one.case, same=one.same_reporter))
            for one in joined.candidates(actor_of(request), file.case)
        ],
        "asked": _wanted(request),
        "label": words.word("verb", "join"),
    }
    return desk_page(request, "desk/joining.html", context)


@audience("desk", permission=JOINERS, hidden=True)
@require_http_methods(["GET", "POST"])
def separation(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, SEPARATE)
