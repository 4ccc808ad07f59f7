"""What the list of cases is asked, in the search box and by filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from huiyin.cases.queries import Filter
from huiyin.doors.desk.queries import work
from huiyin.doors.shared.days import day_input
from huiyin.doors.shared.markup import written
from huiyin.doors.shared.templatetags.units import named
from huiyin.doors.shared.words import LEVELS, STATES, SYSTEMS
from huiyin.organisations.models import Unit
from huiyin.policy.queries import Policy, said

ORDERS = {
    "newest": gettext_lazy("Newest first"),
    "due": gettext_lazy("Due first"),
    "oldest": gettext_lazy("Oldest first"),
}
"""How a list may stand; the last choice is kept for the reader's next visit."""


def day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=day_input())


OPTION = '<option value="{code}">{label}</option>'
CHOSEN = '<option value="{code}" selected>{label}</option>'


class PlainSelect(forms.Select):
    """The same list of choices without a template for each: there may be hundreds on a page that is opened all day."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = {
            str(one) for one in (value if isinstance(value, list | tuple) else [value]) if one is not None
        }
        options = "".join(
            written(CHOSEN if str(code) in chosen else OPTION, code=code, label=label)
            for code, label in self.choices
        )
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(attrs or {}), SafeString(options))


class ListForm(forms.Form):
    """What the list is asked. An address with a mistake in it asks without the mistaken part."""

    q = forms.CharField(
        label=gettext_lazy("Words"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "data-key-search": ""}),
    )
    state = forms.ChoiceField(label=gettext_lazy("Status"), required=False, widget=PlainSelect)
    level = forms.ChoiceField(label=gettext_lazy("Level"), required=False, widget=PlainSelect)
    system = forms.ChoiceField(label=gettext_lazy("System"), required=False, widget=PlainSelect)
    unit = forms.TypedChoiceField(
        label=gettext_lazy("Unit"), coerce=int, empty_value=None, required=False, widget=PlainSelect
    )
    problem_type = forms.ChoiceField(
        label=gettext_lazy("Type of problem"), required=False, widget=PlainSelect
    )
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False, widget=PlainSelect)
    acceptor = forms.TypedChoiceField(
        label=gettext_lazy("Accepted by"), coerce=int, empty_value=None, required=False, widget=PlainSelect
    )
    since = day(gettext_lazy("From"))
    until = day(gettext_lazy("To"))
    order = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=list(ORDERS.items()),
    )
    late = forms.BooleanField(label=gettext_lazy("Late or locked only"), required=False)
    team = forms.IntegerField(required=False, widget=forms.HiddenInput)

    NARROWING = [
        "state",
        "level",
        "system",
        "unit",
        "problem_type",
        "channel",
        "acceptor",
        "since",
        "until",
        "order",
        "late",
    ]
    """The fields that fold away below the search box."""

    def __init__(self, data: Any, around: list[Unit], rules: Policy) -> None:
        super().__init__(data)
        language = get_language() or "zh"
        houses = [(u.pk, named(u)) for u in around if u.kind in ("organ", "committee")]
        types = [(row.code, said(row, "name", language)) for row in rules.problem_types]
        open_ = ("open", _("all that are open"))
        self._offer("state", [open_, *((code, word) for code, word in STATES.items())])
        self._offer("level", [(code, word) for code, word in LEVELS.items() if code in ("city", "county")])
        there = {unit.system for unit in around}
        self._offer("system", [(code, word) for code, word in SYSTEMS.items() if code in there])
        self._offer("unit", houses)
        self._offer("problem_type", types)
        self._offer("channel", [(row.code, said(row, "name", language)) for row in rules.channels])
        self._offer("acceptor", [(u.pk, named(u)) for u in work.accepting(around)])

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = [("", _("all")), *choices]

    def asked(self) -> Filter:
        self.is_valid()
        given: Mapping[str, Any] = self.cleaned_data
        names = ("level", "system", "state", "problem_type", "channel")
        return Filter(
            **{name: given.get(name, "") for name in names},
            unit=given.get("unit"),
            acceptor=given.get("acceptor"),
            since=given.get("since"),
            until=given.get("until"),
            late=given.get("late", False),
            team=given.get("team"),
        )

    @property
    def narrowing(self) -> list[forms.BoundField]:
        """The filters beside the search box."""
        return [self[name] for name in self.NARROWING]

    @property
    def words(self) -> str:
        """What the search box holds, where it holds something that can be looked for."""
        return str(self.cleaned_data.get("q", "")).strip()
