"""How a day is asked for."""

from __future__ import annotations

from django import forms


def day_input() -> forms.DateInput:
    """A date as browsers exchange it, whatever the reader's language."""
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")
