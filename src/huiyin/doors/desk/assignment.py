"""A case is given to a unit: by name, in redacted words, with only those pictures that betray nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.cases import actions as cases
from huiyin.cases.actions import Order
from huiyin.cases.candidates import units_for
from huiyin.cases.queries import CaseFile
from huiyin.doors.desk.acts import Act, Asked, act_page
from huiyin.doors.desk.order import Choosing, OrderForm, RedirectForm
from huiyin.doors.desk.queries.routing import decision
from huiyin.doors.desk.routed import sentence
from huiyin.doors.desk.scoping import actor_of, now_at, rules_of
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.templatetags.units import named
from huiyin.organisations.models import Unit
from huiyin.organisations.queries import ancestry


def _order(data: Mapping[str, Any]) -> Order:
    return Order(
        unit=data["unit"],
        handlers=tuple(data["handlers"]),
        approver=data["approver"],
        summary=data["summary"],
        allegations=data["allegations"],
        demand=data["demand"],
        released=tuple(data["released"]),
        weight=data.get("weight", ""),
    )


def _assign(asked: Asked) -> object:
    return cases.assign(asked.number, _order(asked.data), **asked.who)


def _reassign(asked: Asked) -> object:
    return cases.reassign(asked.number, _order(asked.data), **asked.who)


def _redirect(asked: Asked) -> object:
    return cases.redirect(asked.number, _order(asked.data), asked.data["reason"], **asked.who)


def _options(request: HttpRequest, file: CaseFile) -> Mapping[str, Any]:
    """The unit that was chosen, else the first one that could take the case."""
    found = units_for(file.case, now_at(request))
    asked = request.POST.get("unit") or request.GET.get("unit") or ""
    first = _proposed(file, found) or (found[0] if found else file.case.organ)
    unit = next((one for one in found if str(one.pk) == asked), first)
    return {"unit": unit, "viewer": actor_of(request), "now": now_at(request)}


def _proposed(file: CaseFile, found: list[Unit]) -> Unit | None:
    """The unit that the program proposes, or the one around it that has people; not where it lies already."""
    made = decision(file.case)
    if made is None or made.unit is None or file.case.unit_id is not None:
        return None
    there = {one.pk: one for one in found}
    return next((there[pk] for pk in reversed(ancestry(made.unit)) if pk in there), None)


def _more(request: HttpRequest, file: CaseFile) -> Mapping[str, Any]:
    found = units_for(file.case, now_at(request))
    unit = _options(request, file)["unit"]
    choosing = Choosing(initial={"unit": unit.pk}, auto_id="to_%s")
    field = cast(forms.ChoiceField, choosing.fields["unit"])
    field.choices = [(one.pk, named(one)) for one in found]
    proposed = _proposed(file, found)
    suggested = proposed or (found[0] if found else None)
    made = decision(file.case) if proposed else None
    why = sentence(made, rules_of(request)) if made else ""
    return {
        "proposed": why,
        "choosing": choosing,
        "unit": unit,
        "suggested": suggested,
        "own": suggested == file.case.organ,
    }


def _happens(file: CaseFile) -> Iterable[str]:
    return [
        _("The unit gets the redacted summary and has until the end of the third day to take the case up."),
        _("If nobody there takes it up by then, it locks by itself and goes under supervision."),
    ]


def _told(file: CaseFile) -> Iterable[str]:
    told = [_("the handlers you choose")]
    if file.case.identity_mode != "anonymous":
        told.append(_("the reporter, that there is news"))
    return told


ASSIGN = Act(
    "assign",
    OrderForm,
    _assign,
    gettext_lazy("The case is assigned. The unit has been told."),
    _happens,
    _told,
    "handlers",
    template="desk/assignment.html",
    more=_more,
    options=_options,
)
REASSIGN = Act(
    "reassign",
    OrderForm,
    _reassign,
    gettext_lazy("The case is assigned anew; the lock is lifted."),
    _happens,
    _told,
    "handlers",
    template="desk/assignment.html",
    more=_more,
    options=_options,
)
REDIRECT = Act(
    "redirect",
    RedirectForm,
    _redirect,
    gettext_lazy("The case is redirected. The other unit has been told."),
    _happens,
    _told,
    "handlers",
    template="desk/assignment.html",
    more=_more,
    options=_options,
)


@audience("desk", permission="reviewer", hidden=True)
@require_http_methods(["GET", "POST"])
def assignment(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, ASSIGN)


@audience("desk", permission="supervisor", hidden=True)
@require_http_methods(["GET", "POST"])
def reassignment(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, REASSIGN)


@audience("desk", permission=("reviewer", "supervisor"), hidden=True)
@require_http_methods(["GET", "POST"])
def redirection(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, REDIRECT)
