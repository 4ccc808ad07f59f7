"""One object of a ballot as a form: an answer an axis, and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.panels.rules.scoring import BLANK
from huiyin.panels.rules.voting import LONGEST, Marking
from huiyin.policy.queries import in_language


class JudgeForm(forms.Form):
    """The questions are the round's own. All may stay empty: a blank is a judge's right."""

    def __init__(self, rule: Mapping[str, Any], language: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.axes = [axis["code"] for axis in rule["axes"]]
        choices = [(one["code"], in_language(one, "name", language)) for one in rule["scale"]]
        for axis in rule["axes"]:
            self.fields[axis["code"]] = forms.ChoiceField(
                label=in_language(axis, "name", language),
                choices=choices,
                widget=forms.RadioSelect,
                required=False,
            )
        self.fields["opinion"] = forms.CharField(
            label=_("In your own words"),
            help_text=_("The unit reads it, but not whose it is."),
            widget=forms.Textarea({"rows": 3, "maxlength": LONGEST}),
            required=False,
            strip=False,
        )

    @classmethod
    def of(cls, rule: Mapping[str, Any], language: str, answers: Sequence[str], opinion: str) -> JudgeForm:
        """The form as the judge left it."""
        codes = [axis["code"] for axis in rule["axes"]]
        said = dict(zip(codes, answers, strict=False))
        return cls(rule, language, initial={**said, "opinion": opinion})

    def marking(self, one: str) -> Marking:
        """What was said of the object."""
        answers = [self.cleaned_data.get(axis) or BLANK for axis in self.axes]
        return Marking({one: answers}, {one: self.cleaned_data["opinion"]})
