"""What is asked for each act on a round. Lists are written a line each, as they stand on a protocol."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from huiyin.doors.desk.writing import writing
from huiyin.doors.shared.days import day_input
from huiyin.doors.shared.templatetags.units import named
from huiyin.kernel.clock import SHANGHAI
from huiyin.panels import queries
from huiyin.panels.models import Round
from huiyin.policy.queries import in_language


class OnRound(forms.Form):
    """A form that knows its round."""

    def __init__(self, row: Round, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.row = row

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)


def lines(text: str) -> list[str]:
    """What stands on each line that isn't empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class ReasonForm(OnRound):
    reason = writing(gettext_lazy("Reasons"), 3)


class VetoForm(ReasonForm):
    team = forms.TypedChoiceField(
        label=gettext_lazy("Special team that sees it put right"),
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = [(team.pk, named(team)) for team in queries.teams(self.row)]
        self.fields["team"].choices = [("", _("Who holds the round")), *there]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "team": self.cleaned_data["team"] or 0}


class AppointForm(OnRound):
    code = forms.CharField(label=gettext_lazy("Number in the pool"), max_length=40)
    layer = forms.ChoiceField(label=gettext_lazy("Layer of judges"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "zh-hans"
        layers = self.row.rule["layers"][1 if self.row.plan["seats"] else 0 :]
        self.fields["layer"].choices = [  # type: ignore[attr-defined]
            (layer["code"], in_language(layer, "name", language)) for layer in layers
        ]


class VisitForm(OnRound):
    unit = forms.TypedChoiceField(label=gettext_lazy("Which house was visited"), coerce=int)
    on = forms.DateField(label=gettext_lazy("Day"), widget=day_input())
    judges = forms.IntegerField(label=gettext_lazy("How many judges came"), min_value=1, max_value=1000)
    text = writing(gettext_lazy("What they saw and heard"), 4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.houses = queries.houses_in(self.row)
        self.fields["unit"].choices = [(pk, named(house)) for pk, house in self.houses.items()]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "unit": self.houses[self.cleaned_data["unit"]]}


class IssueForm(OnRound):
    closes_at = forms.DateTimeField(
        label=gettext_lazy("The vote ends at"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )

    def clean_closes_at(self) -> datetime:
        at: datetime = self.cleaned_data["closes_at"]
        return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


class SureForm(OnRound):
    """Nothing to say: the act itself is the question."""


class TextForm(OnRound):
    text = writing(gettext_lazy("What was found, and what is done about it"), 6)


class ReportForm(OnRound):
    text = writing(
        gettext_lazy("What was done, and what is still wrong"), 8,
        help_text=gettext_lazy("Judges read this beside the ballot."),
    )  # fmt: skip
