"""Rounds of appraisal in everyday words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as in_context

Words = Mapping[str, str | Promise]

STATES: Words = {
    "announced": in_context("round", "Judges are about to be drawn"),
    "drawn": in_context("round", "Judges have been drawn"),
    "voting": in_context("round", "Judges are voting"),
    "counted": in_context("round", "Ballots are counted"),
    "published": in_context("round", "Results are published"),
}

EXCLUDED: Words = {
    "refusal": _("didn’t want to"),
    "consent": _("hadn’t agreed"),
    "cooldown": _("served shortly before"),
    "conflict": _("have a tie to a unit that is judged"),
}
"""Why somebody of the pool couldn't be drawn."""
