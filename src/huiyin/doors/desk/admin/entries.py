"""The lines that administrators, overseers and readers of the rules have in the desk's navigation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.doors.shared.access import ANY_MANDATE

ENTRIES: tuple[tuple[Any, Any, str, tuple[str, ...]], ...] = (
    (_("Oversight"), _("Overview"), "oversight:overview", ("leader", "supervisor")),
    (_("Oversight"), _("Officers"), "oversight:officers", ("leader", "reviewer", "supervisor")),
    (_("Oversight"), _("Audit"), "oversight:audit", ("auditor",)),
    (_("Administration"), _("Places and posters"), "desk:places", ("administrator",)),
    (_("Administration"), _("Working calendar"), "desk:calendar", ("administrator",)),
    (
        _("Administration"),
        _("Learnt from decisions"),
        "desk:learning",
        ("administrator", "leader", "reviewer"),
    ),
    (_("Administration"), _("Units’ mail addresses"), "desk:units", ("administrator",)),
    (_("Administration"), _("Accounts"), "desk:accounts", ("administrator", "security")),
    (_("Administration"), _("Routing rules"), "desk:rules", ("administrator", "supervisor", "reviewer")),
    (_("Administration"), _("Declared relationships"), "desk:relations", ("reviewer", "security")),
    (_("Reference"), _("Rules"), "desk:library", (ANY_MANDATE,)),
    (_("Reference"), _("Releases and training"), "desk:releases", (ANY_MANDATE,)),
)
"""Group, label, view, for whom."""
