"""A routing rule as a form, and from when on a change holds."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from huiyin.doors.desk.queries.trial import units
from huiyin.doors.desk.wording import LIMITS
from huiyin.doors.shared.days import day_input
from huiyin.doors.shared.templatetags.units import named
from huiyin.doors.shared.words import LEVELS, MATTERS
from huiyin.kernel.clock import SHANGHAI
from huiyin.policy.queries import Policy, said
from huiyin.policy.rules.routing import NAMED, PLACE, RoutingRule

_BREAKS = re.compile("[\n\r、，,;；]+")
WORDS = ("any", "all", "none")
LISTS = ("matters", "types", "channels", "acceptors", "named", "levels", "regions")


def _words(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )


def _several(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.SelectMultiple({"size": 5}))


class RuleForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the rule"), max_length=60)
    any = _words(gettext_lazy("One of these words"), gettext_lazy("One word a line. One of them is enough."))
    all = _words(gettext_lazy("All of these words"), gettext_lazy("Every one must be in the text."))
    none = _words(
        gettext_lazy("None of these words"), gettext_lazy("Where one of them stands, the rule doesn’t fit.")
    )
    matters = forms.MultipleChoiceField(
        label=gettext_lazy("Kind of matter"), required=False, choices=list(MATTERS.items()),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    types = _several(gettext_lazy("Type of problem, with all below it"))
    channels = _several(gettext_lazy("Channel"))
    acceptors = _several(gettext_lazy("Accepted by"))
    named = _several(gettext_lazy("Unit that was named, with all inside it"))
    levels = forms.MultipleChoiceField(
        label=gettext_lazy("Level of that unit"), required=False, choices=list(LEVELS.items()),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    regions = forms.CharField(
        label=gettext_lazy("Codes of regions, with all inside them"), required=False, max_length=400
    )
    unit = forms.ChoiceField(label=gettext_lazy("Goes to"), required=False)
    within = forms.ChoiceField(
        label=gettext_lazy("Station of which house"), required=False,
        help_text=gettext_lazy("Only where it goes to the station of the place mentioned."),
    )  # fmt: skip
    stop = forms.BooleanField(label=gettext_lazy("A person decides, whatever stands below"), required=False)
    supervisor = forms.ChoiceField(label=gettext_lazy("Supervised by"), required=False)
    limit = forms.ChoiceField(
        label=gettext_lazy("Limit"), required=False,
        help_text=gettext_lazy(
            "One that begins with receipt is the day promised to the reporter, where it comes sooner; "
            "one that begins with assignment is the time for taking it up."
        ),
    )  # fmt: skip
    priority = forms.TypedChoiceField(
        label=gettext_lazy("Urgency"), required=False, coerce=int,
        choices=[(0, gettext_lazy("as usual")), (1, "1"), (2, "2"), (3, "3")],
    )  # fmt: skip
    at = forms.IntegerField(label=gettext_lazy("Place in the list"), min_value=1, max_value=999)

    def __init__(self, rules: Policy, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        language, found = get_language() or "zh", [(unit.code, named(unit)) for unit in units()]
        nobody = [("", _("nobody: it only adds what follows"))]
        special = [(NAMED, _("the unit that was named")), (PLACE, _("the station of the place mentioned"))]
        limits = sorted({limit.name for limit in rules.limits})
        self._offer("types", [(row.code, said(row, "name", language)) for row in rules.problem_types])
        self._offer("channels", [(row.code, said(row, "name", language)) for row in rules.channels])
        self._offer("acceptors", found)
        self._offer("named", found)
        self._offer("unit", [*nobody, *special, *found])
        self._offer("within", [("", "—"), *found])
        self._offer("supervisor", [("", "—"), *found])
        self._offer("limit", [("", "—"), *((name, str(LIMITS.get(name, name))) for name in limits)])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def clean_regions(self) -> list[str]:
        codes = [code for code in re.split(r"[\s、，,]+", self.cleaned_data["regions"]) if code]
        if any(not re.fullmatch(r"\d{2,12}", code) for code in codes):
            raise forms.ValidationError(_("A division code has 6, 9 or 12 digits."))
        return codes

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("unit") and data.get("stop"):
            self.add_error("stop", _("A rule that stops gives the matter to nobody: choose one of the two."))
        return data

    def rule(self, code: str, old: RoutingRule | None) -> RoutingRule:
        """The rule that was filled in."""
        data = self.cleaned_data
        values: dict[str, Any] = {
            name: data[name] for name in ("unit", "within", "supervisor", "limit", "stop")
        }
        values |= {name: tuple(data[name]) for name in LISTS}
        values |= {name: split(data[name]) for name in WORDS}
        kept = old is not None and old.name == data["name"]
        name_en = old.name_en if old is not None and kept else data["name"]
        on = old.enabled if old else True
        return RoutingRule(
            code=code,
            name=data["name"],
            name_en=name_en,
            priority=data["priority"] or 0,
            enabled=on,
            **values,
        )


def split(text: str) -> tuple[str, ...]:
    """Words as people write them down: by line, by comma."""
    return tuple(dict.fromkeys(word.strip() for word in _BREAKS.split(text) if word.strip()))


def filled(rule: RoutingRule, at: int) -> dict[str, Any]:
    """What the form shows of a rule."""
    values = {key.name: getattr(rule, key.name) for key in fields(rule)}
    values |= {name: "\n".join(values[name]) for name in WORDS}
    return values | {"regions": " ".join(rule.regions), "at": at}


class SinceForm(forms.Form):
    """From which day on: for those who can't try rules, tomorrow at the earliest, so that others may look first."""

    since = forms.DateField(label=gettext_lazy("Holds from"), widget=day_input())

    def __init__(self, earliest: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = earliest
        self.label_suffix, self.earliest = "", earliest

    def clean_since(self) -> date:
        day: date = self.cleaned_data["since"]
        if not self.earliest <= day <= self.earliest + timedelta(days=366):
            raise forms.ValidationError(
                _("Choose a day from %(day)s on.") % {"day": self.earliest.isoformat()}
            )
        return day


def moment(day: date, now: datetime) -> datetime:
    """When a change of that day begins to hold: now, or as the day begins."""
    return max(now, datetime.combine(day, time(), SHANGHAI))
