"""The lines about letters in the desk's navigation: what one's body sent, and what came to one's unit."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENDERS = ("reviewer", "supervisor", "leader")
RECEIVERS = ("handler", "approver", *SENDERS)

ENTRIES: tuple[tuple[Any, Any, str, tuple[str, ...]], ...] = (
    (_("Letters"), _("Letters sent"), "desk:letters", SENDERS),
    (_("Letters"), _("Letters received"), "desk:letters_received", RECEIVERS),
    (_("Letters"), _("Seals"), "desk:seals", ("administrator",)),
)
"""Group, label, view, for whom."""
