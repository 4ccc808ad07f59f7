"""The line about appraisals in the desk's navigation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.panels.queries import KEEPERS, SPEAKERS

ORGANISING = (*KEEPERS, "leader")
READERS = (*ORGANISING, *SPEAKERS, "team")

ENTRIES: tuple[tuple[Any, Any, str, tuple[str, ...]], ...] = (
    (_("Appraisal"), _("Rounds"), "desk:rounds", READERS),
    (_("Appraisal"), _("Pool of judges"), "desk:pool", KEEPERS),
)
"""Group, label, view, for whom."""
