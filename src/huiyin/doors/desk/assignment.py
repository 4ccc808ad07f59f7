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
from huiyin.cases.queries import CaseFile
from huiyin.doors.desk.acts import Act, ActForm, Asked, act_page
from huiyin.doors.desk.queries import people
from huiyin.doors.desk.queries.people import Candidate
from huiyin.doors.desk.review import writing
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.desk.templatetags.desk import named
from huiyin.doors.desk.wording import CONFLICTS
from huiyin.doors.shared.access import audience
from huiyin.intake.attachments.models import Attachment
from huiyin.intake.attachments.queries import attachments_for
from huiyin.intake.attachments.rules.kinds import may_release
from huiyin.intake.vault import redacted
from huiyin.kernel.actor import Actor
from huiyin.organisations.models import Unit


class Choosing(forms.Form):
    """Which unit: asked first, because handlers and approvers follow from it."""

    unit = forms.TypedChoiceField(label=gettext_lazy("Unit"), coerce=int)


class OrderForm(ActForm):
    unit = forms.IntegerField(widget=forms.HiddenInput)
    handlers = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Handlers"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    approver = forms.TypedChoiceField(label=gettext_lazy("Approver"), coerce=int, widget=forms.RadioSelect)
    summary = writing(
        gettext_lazy("Redacted summary"),
        7,
        help_text=gettext_lazy(
            "All that the unit gets to read. Names, numbers and addresses of the reporter are masked already; "
            "look for what words alone give away."
        ),
    )
    allegations = writing(
        gettext_lazy("Allegations"),
        4,
        help_text=gettext_lazy("One per line: each gets a finding of its own."),
    )
    demand = writing(gettext_lazy("What is asked of the unit"), 2, required=False)
    released = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Pictures that the unit may see"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Only those that show neither the reporter nor their handwriting. None, unless ticked."
        ),
    )

    def __init__(self, *args: Any, unit: Unit, viewer: Actor, now: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case = self.file.case
        self.people = {role: people.candidates(case, unit.pk, role, now) for role in ("handler", "approver")}
        self.pictures = [
            one
            for one in attachments_for(viewer, case.report_id, committee=case.committee_id)
            if may_release(one.kind) is None
        ]
        self.fields["unit"].initial = unit.pk
        self._choices("handlers", [(c.account.pk, c.account.name) for c in self.people["handler"]])
        self._choices("approver", [(c.account.pk, c.account.name) for c in self.people["approver"]])
        self._choices("released", [(picture.pk, str(picture.pk)) for picture in self.pictures])
        if not self.is_bound:
            self._propose()

    def _choices(self, name: str, choices: list[tuple[int, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def _propose(self) -> None:
        """What the reviewer starts from: the text with its writer masked, the first line as allegation."""
        text = self.file.case.summary or redacted(self.file.case.report)
        known = [row.text for row in self.file.case.allegations.order_by("position")]
        self.initial["summary"] = text
        self.initial["allegations"] = "\n".join(known) or text.strip().split("\n")[0][:60]
        free = [c.account.pk for c in self.people["approver"] if not c.conflict]
        if len(free) == 1:
            self.initial["approver"] = free[0]

    def clean_allegations(self) -> tuple[str, ...]:
        lines = (line.strip() for line in self.cleaned_data["allegations"].splitlines())
        return tuple(line for line in lines if line)

    @property
    def handler_choices(self) -> list[dict[str, Any]]:
        return self._offered("handlers", self.people["handler"])

    @property
    def approver_choices(self) -> list[dict[str, Any]]:
        return self._offered("approver", self.people["approver"])

    def _offered(self, field: str, found: list[Candidate]) -> list[dict[str, Any]]:
        """Each candidate with what speaks against them, before anybody is chosen."""
        value = self[field].value() or []
        chosen = {str(one) for one in (value if isinstance(value, list | tuple) else [value])}
        return [
            {
                "pk": one.account.pk,
                "name": one.account.name,
                "where": one.where,
                "conflict": str(CONFLICTS.get(one.conflict, one.conflict)),
                "chosen": str(one.account.pk) in chosen,
            }
            for one in found
        ]

    @property
    def picture_choices(self) -> list[tuple[Attachment, bool]]:
        """Each picture, and whether it was ticked."""
        ticked = {str(one) for one in self["released"].value() or ()}
        return [(picture, str(picture.pk) in ticked) for picture in self.pictures]


def _order(data: Mapping[str, Any]) -> Order:
    return Order(
        unit=data["unit"],
        handlers=tuple(data["handlers"]),
        approver=data["approver"],
        summary=data["summary"],
        allegations=data["allegations"],
        demand=data["demand"],
        released=tuple(data["released"]),
    )


def _assign(asked: Asked) -> object:
    return cases.assign(asked.number, _order(asked.data), **asked.who)


def _reassign(asked: Asked) -> object:
    return cases.reassign(asked.number, _order(asked.data), **asked.who)


def _options(request: HttpRequest, file: CaseFile) -> Mapping[str, Any]:
    """The unit that was chosen, else the first one that could take the case."""
    found = people.units_for(file.case, now_at(request))
    asked = request.POST.get("unit") or request.GET.get("unit") or ""
    unit = next((one for one in found if str(one.pk) == asked), found[0] if found else file.case.organ)
    return {"unit": unit, "viewer": actor_of(request), "now": now_at(request)}


def _more(request: HttpRequest, file: CaseFile) -> Mapping[str, Any]:
    found = people.units_for(file.case, now_at(request))
    unit = _options(request, file)["unit"]
    choosing = Choosing(initial={"unit": unit.pk})
    field = cast(forms.ChoiceField, choosing.fields["unit"])
    field.choices = [(one.pk, named(one)) for one in found]
    suggested = found[0] if found else None
    return {"choosing": choosing, "unit": unit, "suggested": suggested, "own": suggested == file.case.organ}


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


@audience("desk", permission="reviewer", hidden=True)
@require_http_methods(["GET", "POST"])
def assignment(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, ASSIGN)


@audience("desk", permission="supervisor", hidden=True)
@require_http_methods(["GET", "POST"])
def reassignment(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, REASSIGN)
