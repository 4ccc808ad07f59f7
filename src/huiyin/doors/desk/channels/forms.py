"""What somebody of the city writes down for another person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as in_context

from huiyin.doors.desk.admin.choosing import unit_choices
from huiyin.doors.desk.wording import mend
from huiyin.doors.shared.days import day_input
from huiyin.intake.channels.rules.arrivals import Arrival
from huiyin.intake.rules.submission import SEE_FILES, Submission
from huiyin.kernel.lifecycle import Refused
from huiyin.organisations.models import Unit
from huiyin.policy.models import Channel, Question
from huiyin.policy.queries import in_language, policy, problem_types, said

EXTERNAL_LIMIT = 48
_PRIVATE = {"autocomplete": "off"}


class MomentField(forms.DateTimeField):
    """A moment as browsers exchange it, on the clock of the place."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **options)


class EntryForm(forms.Form):
    """One matter. `key` makes sending it twice harmless."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    channel = forms.ChoiceField(label=_("Channel"))
    came_at = MomentField(label=_("When did it come in?"))
    external_id = forms.CharField(
        label=_("Its number there"),
        required=False,
        max_length=EXTERNAL_LIMIT,
        widget=forms.TextInput(_PRIVATE),
    )
    unit = forms.TypedChoiceField(label=_("Unit it is about"), coerce=int)
    problem_type = forms.ChoiceField(label=_("Type of problem"))
    text = forms.CharField(
        label=_("What was said or written"),
        required=False,
        help_text=_("In the person’s own words, as fully as they were. A letter may be as long as it is."),
        widget=forms.Textarea({"rows": 10}),
    )
    paper_only = forms.BooleanField(
        label=_("The paper itself is the text: it is attached as a scan or photo"), required=False
    )
    officer_text = forms.CharField(label=_("Who was it?"), required=False, widget=forms.TextInput(_PRIVATE))
    occurred_on = forms.DateField(label=_("On which day?"), required=False, widget=day_input())
    identity_mode = forms.ChoiceField(
        label=_("Does the person want to say who they are?"),
        widget=forms.RadioSelect,
        choices=[
            ("anonymous", in_context("identity", "Anonymous")),
            ("contact", in_context("identity", "Contact only")),
            ("real_name", in_context("identity", "Real name")),
        ],
    )
    name = forms.CharField(label=_("Name"), required=False, widget=forms.TextInput(_PRIVATE))
    phone = forms.CharField(
        label=_("Telephone"), required=False, widget=forms.TextInput({"type": "tel", **_PRIVATE})
    )
    mail = forms.CharField(
        label=_("E-mail"), required=False, widget=forms.TextInput({"type": "email", **_PRIVATE})
    )
    postal = forms.CharField(label=_("Postal address"), required=False, widget=forms.TextInput(_PRIVATE))

    def __init__(self, *args: Any, ways: Iterable[Channel], units: Iterable[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.label_suffix = ""
        language = get_language() or "zh"
        self._offer("channel", [(row.code, said(row, "name", language)) for row in ways])
        self._offer("unit", unit_choices(units))
        self._offer("problem_type", [("", _("Choose …")), *problem_types(language)])
        self.asked = self._ask(language) if self.is_bound else {}

    def _ask(self, language: str) -> dict[str, Question]:
        """The city's questions that follow from what is chosen: asked as soon as the form was sent with it."""
        chosen = (str(self.data.get(name, "")) for name in ("problem_type", "channel"))
        asked = {f"asked-{question.code}": question for question in policy().asks(*chosen)}
        for name, question in asked.items():
            options = [(option["code"], in_language(option, "text", language)) for option in question.options]
            self.fields[name] = forms.ChoiceField(
                label=said(question, "text", language), choices=options, widget=forms.RadioSelect
            )
        return asked

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[name] for name in self.asked]

    def clean(self) -> dict[str, Any]:
        """An answer that stops says where the person should turn instead: nothing is entered."""
        data = super().clean() or self.cleaned_data
        for name, question in self.asked.items():
            option = next((one for one in question.options if one["code"] == data.get(name)), None)
            if option and option["stop"]:
                self.add_error(name, in_language(option, "stop", get_language() or "zh"))
        return data

    def _offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def submission(self, uploads: tuple[str, ...]) -> Submission:
        """What was written, of a form without mistakes of its own."""
        data = self.cleaned_data
        text = data["text"] or (SEE_FILES if data["paper_only"] and uploads else "")
        plain = (
            "unit",
            "problem_type",
            "officer_text",
            "occurred_on",
            "identity_mode",
            "name",
            "phone",
            "mail",
            "postal",
        )
        answers = tuple((question.code, data[name]) for name, question in self.asked.items())
        return Submission(
            key="", text=text, uploads=uploads, answers=answers, **{name: data[name] for name in plain}
        )

    def arrival(self, account: int) -> Arrival:
        data = self.cleaned_data
        came: datetime = data["came_at"]
        return Arrival(data["channel"], data["key"], came, data["external_id"].strip(), account)

    def say(self, wrong: Mapping[str, Refused]) -> None:
        """Puts each mistake beside its field, where nothing is said yet."""
        for field, refused in wrong.items():
            if field not in self.errors:
                self.add_error(field if field in self.fields else None, mend(refused))
