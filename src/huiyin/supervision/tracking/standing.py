"""In which roles somebody meets what a work team follows."""

from __future__ import annotations

from huiyin.cases.rules.lifecycle import roles_on
from huiyin.kernel.actor import Actor
from huiyin.supervision.tracking.models import Tracking

WATCHING = frozenset({"reviewer", "supervisor", "leader"})


def roles_in(row: Tracking, by: Actor) -> frozenset[str]:
    """The team's own people track, the committee's read; none for whom the case doesn't exist, or whose house it is."""
    case = row.case
    apart = not case.held_back and by.stays_out_for.isdisjoint(case.accused) and by.home != case.organ_id
    tracking = apart and "team" in by.roles_in(row.team_id)
    return (roles_on(case.snapshot(), by) & WATCHING) | ({"tracker"} if tracking else frozenset())
