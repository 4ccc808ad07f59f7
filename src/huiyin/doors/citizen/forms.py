"""The citizen's forms: read what was typed, keep it, and say each mistake beside its field in everyday words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as in_context

from huiyin.doors.citizen.typed import Day, typed
from huiyin.doors.shared import words as spoken
from huiyin.doors.shared.days import day_input
from huiyin.intake.rules.submission import Submission, check
from huiyin.kernel.lifecycle import Refused

MISTAKES: Final = {
    "text.missing": _("Please write a few words about what happened."),
    "problem_type.missing": _("Please choose which kind it is. If you are unsure, take “other”."),
    "problem_type.unknown_choice": _("Please choose which kind it is. If you are unsure, take “other”."),
    "identity_mode.missing": _("Please choose whether to say who you are. Anonymous is fine."),
    "name.missing": _("You chose your real name, so please write it. Or choose another way above."),
    "phone.not_a_phone": _(
        "This isn’t a telephone number we can reach. "
        "A mobile number has 11 digits; a landline needs its area code."
    ),
    "occurred_on.future_date": _("This day is still to come. Please look at the date again."),
    "occurred_on.too_long_ago": _(
        "This is more than twenty years ago. Please leave the date empty and say when in your own words."
    ),
    "occurred_on.invalid": _("We can’t read this date. Write it like 2022-03-07, or leave it empty."),
    "too_long": _("This is too long: %(length)s characters, and %(limit)s fit. Nothing has been cut off."),
    "words.too_long": _(
        "This is too long: %(length)s characters, and %(limit)s fit. Nothing has been cut off."
    ),
    "level.missing": _("Please choose one of the five."),
}
"""By field and reason, else by reason alone."""


def said(field: str, refused: Refused) -> str:
    """A refusal of a field in words."""
    text = MISTAKES.get(f"{field}.{refused.reason}") or MISTAKES.get(refused.reason)
    return str(text) % refused.detail if text else spoken.reason(refused)


class Words(forms.CharField):
    """Text as it was typed. The kernel cleans it: a stray control character is no reason to refuse a citizen."""

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, **options)
        self.validators = []


_PRIVATE: Final = {"data-private": "", "autocomplete": "off"}
"""Who the writer is never goes into the draft that the browser keeps."""


class ReportForm(forms.Form):
    """One report. `unit` and `code` (of the poster) came from the address; `key` makes sending it twice harmless."""

    unit = forms.CharField(widget=forms.HiddenInput)
    code = forms.CharField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput)
    via = forms.CharField(widget=forms.HiddenInput, required=False)
    text = Words(
        label=_("What happened?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": MISTAKES["text.missing"]},
    )
    problem_type = forms.ChoiceField(
        label=_("Which kind is it most like?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": MISTAKES["problem_type.missing"],
            "invalid_choice": MISTAKES["problem_type.unknown_choice"],
        },
    )
    officer_text = Words(
        label=_("Who was it?"),
        required=False,
        help_text=_("A name, a badge number, or what they looked like."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    occurred_on = Day(
        label=_("On which day?"),
        required=False,
        widget=day_input(),
        error_messages={"invalid": MISTAKES["occurred_on.invalid"]},
    )
    identity_mode = forms.ChoiceField(
        label=_("Do you want to say who you are?"),
        initial="anonymous",
        widget=forms.RadioSelect,
        choices=[
            ("anonymous", in_context("identity", "Anonymous")),
            ("contact", in_context("identity", "Phone only")),
            ("real_name", in_context("identity", "Real name")),
        ],
        error_messages={
            "required": MISTAKES["identity_mode.missing"],
            "invalid_choice": MISTAKES["identity_mode.missing"],
        },
    )
    name = Words(label=_("Your name"), required=False, widget=forms.TextInput(attrs=_PRIVATE))
    phone = Words(
        label=_("Your telephone number"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", **_PRIVATE}),
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["problem_type"].choices = kinds  # type: ignore[attr-defined]

    def submission(self, *, unit: int, place: int | None, **facts: Any) -> Submission:
        """What was typed, of a form with mistakes too."""
        facts["occurred_on"] = self.cleaned_data.get("occurred_on")
        return typed(self.data, unit=unit, place=place, **facts)

    def look_over(self, source: Submission, *, today: date) -> None:
        """Finds every mistake at once, not one at a time."""
        found = check(source, types=frozenset(code for code, _name in self.kinds()), today=today)
        if isinstance(found, dict):
            self.say(found)

    def say(self, wrong: Mapping[str, Refused]) -> None:
        """Puts each mistake beside its field, where nothing is said yet."""
        for field, refused in wrong.items():
            if field not in self.errors:
                self.add_error(field if field in self.fields else None, said(field, refused))

    def kinds(self) -> list[tuple[str, str]]:
        return list(self.fields["problem_type"].choices)  # type: ignore[attr-defined]


class TrackForm(forms.Form):
    """Number and query code; the code never stands in an address."""

    number = Words(
        label=_("Number"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("The number is at the top of your receipt, like XT-2022-000152.")},
    )
    query_code = Words(
        label=_("Query code"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", **_PRIVATE}),
        help_text=_("Sixteen digits, with or without spaces."),
        error_messages={"required": _("The query code has sixteen digits and stands on your receipt.")},
    )


class MoreForm(forms.Form):
    """What the reporter still wants to say."""

    text = Words(
        label=_("What would you like to add?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": MISTAKES["text.missing"]},
    )


class SpotForm(forms.Form):
    """Five levels for the place whose code was scanned."""

    level = forms.TypedChoiceField(
        label=_("How was it here?"),
        coerce=int,
        choices=[(code, spoken.RATINGS[code]) for code in ("5", "4", "3", "2", "1")],
        widget=forms.RadioSelect,
        error_messages={"required": MISTAKES["level.missing"], "invalid_choice": MISTAKES["level.missing"]},
    )


class RatingForm(forms.Form):
    """Five levels and, if wanted, words."""

    level = forms.TypedChoiceField(
        label=_("Are you satisfied with the answer?"),
        coerce=int,
        choices=[(code, spoken.RATINGS[code]) for code in ("5", "4", "3", "2", "1")],
        widget=forms.RadioSelect,
        error_messages={"required": MISTAKES["level.missing"], "invalid_choice": MISTAKES["level.missing"]},
    )
    words = Words(
        label=_("Anything you want to say about it?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
