"""A refusal, said where it can be mended."""

from __future__ import annotations

from django import forms

from huiyin.kernel.lifecycle import Refused


def point_out(form: forms.Form, refused: Refused, says: str, otherwise: str | None = None) -> None:
    """Says a refusal beside the field it names; where it names none of the form's, at `otherwise` or above them all."""
    named = refused.detail.get("field", otherwise)
    form.add_error(named if named in form.fields else otherwise, says)
