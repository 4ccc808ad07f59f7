"""The matters on which rules are tried: only those that the viewer may read anyway."""

from __future__ import annotations

from datetime import datetime, timedelta

from huiyin.cases.queries import visible
from huiyin.kernel.actor import Actor
from huiyin.organisations.models import Unit
from huiyin.policy.rules.routing import RoutingRule
from huiyin.triage.routing.queries import facts_of, unit_codes
from huiyin.triage.routing.rules.trial import Trial, compare

DAYS, MOST = 90, 3000
"""Over so many days, and at most so many matters, the newest first."""


def tried(
    viewer: Actor, now_in_force: tuple[RoutingRule, ...], then: tuple[RoutingRule, ...], *, now: datetime
) -> Trial:
    """What `then` would have done with the viewer's matters of the last 90 days."""
    roles = viewer.units_as("reviewer", "supervisor")
    rows = visible(viewer).filter(committee__in=roles, received_at__gte=now - timedelta(days=DAYS))
    codes = unit_codes()
    newest = rows.select_related("report__unit__region", "acceptor").order_by("-received_at")[:MOST]
    facts = {
        case.number: facts_of(case.report, matter=case.matter, acceptor=case.acceptor.code, codes=codes)
        for case in newest
    }
    return compare(now_in_force, then, facts)


def units() -> list[Unit]:
    """The units that rules can name, house by house."""
    return list(Unit.objects.filter(active=True, kind__in=("committee", "organ", "section")).order_by("path"))
