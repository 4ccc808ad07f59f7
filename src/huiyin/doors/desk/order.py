"""An assignment as a form: to whom, in which words, with which pictures."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from huiyin.cases.candidates import Candidate, candidates
from huiyin.cases.rules.title import first_allegation
from huiyin.doors.desk.acts import ActForm
from huiyin.doors.desk.wording import CONFLICTS, WEIGHTS
from huiyin.doors.desk.writing import writing
from huiyin.intake.attachments.models import Attachment
from huiyin.intake.attachments.queries import attachments_for
from huiyin.intake.attachments.rules.kinds import may_release
from huiyin.intake.vault import redacted
from huiyin.kernel.actor import Actor
from huiyin.organisations.models import Unit
from huiyin.policy.queries import policy


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
    weight = forms.ChoiceField(
        label=gettext_lazy("How the matter weighs"),
        choices=[("", gettext_lazy("ordinary")), *WEIGHTS.items()],
        required=False,
        help_text=gettext_lazy("For what is major or complex more people sign the report."),
    )
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
        self.people = {role: candidates(case, unit.pk, role, now) for role in ("handler", "approver")}
        self.pictures = [
            one
            for one in attachments_for(viewer, case.report_id, committee=case.committee_id)
            if may_release(one.kind) is None
        ]
        self.fields["unit"].initial = unit.pk
        if not policy().weighs():
            del self.fields["weight"]
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
        self.initial["allegations"] = "\n".join(known) or first_allegation(text)
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


class RedirectForm(OrderForm):
    """The same, for a case that lies with another unit: with the reason why it goes on."""

    reason = writing(
        gettext_lazy("Why it goes to another unit"),
        2,
        help_text=gettext_lazy("The program learns from it where such matters belong."),
    )
