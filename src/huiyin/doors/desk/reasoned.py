"""Acts that are done once, with reasons and nothing else: on a breach, on a point of a score."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from huiyin.doors.desk.writing import writing


class ReasonsForm(forms.Form):
    text = writing(gettext_lazy("Reasons"), 5)


@dataclass(frozen=True)
class ReasonedAct:
    """One act: its verb, what it is called, what follows, how it is done."""

    verb: str
    label: str | Promise
    follows: str | Promise
    do: Callable[..., object]
