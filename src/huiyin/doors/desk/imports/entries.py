"""The line that whoever may import has in the desk's navigation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.intake.imports.rules.stages import ROLES

ENTRIES: tuple[tuple[Any, Any, str, tuple[str, ...]], ...] = (
    (_("Administration"), _("Import reports"), "desk:imports", tuple(sorted(ROLES))),
)
"""Group, label, view, for whom."""
