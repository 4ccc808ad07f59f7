"""In which roles somebody meets a unit's score."""

from __future__ import annotations

from django.db.models import Q

from huiyin.assessment.scoring.models import Score
from huiyin.kernel.actor import Actor

WATCHING = ("leader", "supervisor", "reviewer")
OWN = ("approver", "chief")


def hidden(viewer: Actor) -> Q:
    """Of points: those of a case about the viewer or somebody close to them."""
    found = Q(pk__in=[])
    for officer in viewer.stays_out_for:
        found |= Q(case__accused__contains=[officer])
    return found | Q(case__held_back=True)


def roles_in(row: Score, by: Actor) -> frozenset[str]:
    """`unit` for who leads it, `judge` for who leads or supervises the committee; nothing for who must not know."""
    if row.points.filter(hidden(by)).exists():
        return frozenset()
    roles = set()
    if row.unit_id in by.units_as(*OWN):
        roles.add("unit")
    if row.committee_id in by.units_as("leader", "supervisor"):
        roles.add("judge")
    return frozenset(roles)
