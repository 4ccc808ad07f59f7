"""Whose a matter is: the unit objects, the sender decides, and where they disagree their common superior does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.cases import actions as cases
from huiyin.cases.candidates import units_for
from huiyin.cases.queries import CaseFile
from huiyin.cases.rules.lifecycle import ARBITERS
from huiyin.cases.times.competence import objections
from huiyin.doors.desk.acts import Act, ActForm, Asked, act_page
from huiyin.doors.desk.scoping import now_at
from huiyin.doors.desk.writing import ReasonForm, writing
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.templatetags.units import named
from huiyin.policy.queries import policy

DECIDING = ("reviewer", *sorted(ARBITERS))
"""Who may decide: for the sender, or for the common superior."""


class ObjectionForm(ActForm):
    """Why it isn't the unit's own, and whose it is, where they know."""

    proposed = forms.TypedChoiceField(
        label=gettext_lazy("Whose it is, as far as you know"),
        coerce=int,
        empty_value=None,
        required=False,
    )
    reason = writing(
        gettext_lazy("Reasons"),
        4,
        help_text=gettext_lazy("Name the duty or the rule from which it follows. Name nobody who reported."),
    )

    def __init__(self, *args: Any, units: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["proposed"])
        field.choices = [("", _("not known")), *units]


def _units(request: HttpRequest, file: CaseFile) -> Mapping[str, Any]:
    """The units that could take it, but for the one that has it and the house reported on."""
    out = {file.case.unit_id, file.case.organ_id}
    found = [unit for unit in units_for(file.case, now_at(request)) if unit.pk not in out]
    return {"units": [(unit.pk, named(unit)) for unit in found]}


def _before(request: HttpRequest, file: CaseFile) -> Mapping[str, Any]:
    return {"objections": list(objections(file.case))}


def _clock() -> str:
    if policy().city.while_objected == "stands":
        return _("Your time stands still until that is decided; the day promised to the reporter doesn’t.")
    return _("Your time runs on meanwhile, and so does the day promised to the reporter.")


def _holder(file: CaseFile) -> str:
    """The unit that has the case: not the one reported on, by which the page calls it."""
    return named(file.case.unit) if file.case.unit else ""


def _asks(verb: str) -> Callable[[Asked], object]:
    def do(asked: Asked) -> object:
        proposed = asked.data.get("proposed")
        return getattr(cases, verb)(asked.number, asked.data["reason"], proposed=proposed, **asked.who)

    return do


def _decides(verb: str) -> Callable[[Asked], object]:
    return lambda asked: getattr(cases, verb)(asked.number, asked.data["reason"], **asked.who)


OBJECT = Act(
    "object_to", ObjectionForm, _asks("object_to"),
    gettext_lazy("Objected. Whoever gave it out decides."),
    lambda file: [_("Whoever gave the case out decides whether it comes back. You can object once."), _clock()],
    lambda file: [_("the reviewers of %(committee)s") % {"committee": named(file.case.committee)}],
    "reason", options=_units,
)  # fmt: skip
DISPUTE = Act(
    "dispute", ObjectionForm, _asks("dispute"),
    gettext_lazy("Put before the superior, whose decision stands."),
    lambda file: [_("The superior that you and the sender have in common decides, for good."), _clock()],
    lambda file: [_("whoever decides there")],
    "reason", template="desk/competence.html", options=_units, more=_before,
)  # fmt: skip
SEND_BACK = Act(
    "send_back", ReasonForm, _decides("send_back"),
    gettext_lazy("The case is back with the committee."),
    lambda file: [
        _("The case leaves %(unit)s, which won’t see it any more. The committee gives it out anew.")
        % {"unit": _holder(file)}
    ],
    lambda file: [_("the reviewers of %(committee)s") % {"committee": named(file.case.committee)}],
    "reason", template="desk/competence.html", more=_before,
)  # fmt: skip
AFFIRM = Act(
    "affirm", ReasonForm, _decides("affirm"),
    gettext_lazy("The assignment stands. The unit has been told."),
    lambda file: [
        _("%(unit)s goes on with the case.") % {"unit": _holder(file)}
        if file.case.arbiter_id
        else _("%(unit)s goes on with the case, or asks your common superior to decide.")
        % {"unit": _holder(file)}
    ],
    lambda file: [_("the handlers of %(unit)s") % {"unit": _holder(file)}],
    "reason", template="desk/competence.html", more=_before,
)  # fmt: skip


@audience("desk", permission="handler", hidden=True)
@require_http_methods(["GET", "POST"])
def objection(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, OBJECT)


@audience("desk", permission="handler", hidden=True)
@require_http_methods(["GET", "POST"])
def dispute(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, DISPUTE)


@audience("desk", permission=DECIDING, hidden=True)
@require_http_methods(["GET", "POST"])
def sending_back(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, SEND_BACK)


@audience("desk", permission=DECIDING, hidden=True)
@require_http_methods(["GET", "POST"])
def affirmation(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, AFFIRM)
