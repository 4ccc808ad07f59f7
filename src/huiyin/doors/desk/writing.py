"""What is written at a desk: fields for a text of several lines, and the two forms that are nothing else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from huiyin.doors.desk.acts import ActForm


def writing(label: Any, rows: int = 5, **more: Any) -> forms.CharField:
    """A field for a text of several lines."""
    return forms.CharField(label=label, widget=forms.Textarea({"rows": rows}), max_length=10_000, **more)


class ReasonForm(ActForm):
    reason = writing(gettext_lazy("Reasons"), 4)


class TextForm(ActForm):
    text = writing(gettext_lazy("What the reporter reads"), 8)
