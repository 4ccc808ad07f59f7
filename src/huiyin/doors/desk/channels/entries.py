"""The lines that those have in the desk's navigation who take in what comes by telephone, letter, mail or hotline."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.intake.channels.rules.arrivals import ENTERS

ENTRIES: tuple[tuple[Any, Any, str, tuple[str, ...]], ...] = (
    (_("Channels"), _("Enter a matter"), "desk:entry", tuple(sorted(ENTERS))),
    (_("Channels"), _("Waiting at the channels"), "desk:waiting", tuple(sorted(ENTERS))),
    (_("Channels"), _("Hotline 12345"), "desk:hotline", tuple(sorted(ENTERS))),
    (_("Channels"), _("Answers to give"), "desk:replies", tuple(sorted(ENTERS))),
)
"""Group, label, view, for whom."""
