"""Reads of what work teams follow. All take the viewer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.db.models import Q, QuerySet

from huiyin.cases.queries import visible
from huiyin.cases.search.ways import strange
from huiyin.kernel.actor import Actor
from huiyin.supervision.tracking.models import Tracking
from huiyin.supervision.tracking.rules.tracking import TRACKING
from huiyin.supervision.tracking.standing import WATCHING, roles_in


def trackings(viewer: Actor) -> QuerySet[Tracking]:
    """What exists for the viewer: their team's, or their committee's; what isn't ended first, the oldest first."""
    here = visible(viewer).filter(strange(viewer), committee__in=viewer.units_as(*WATCHING))
    mine = Q(team__in=viewer.units_as("team"), case__held_back=False) & ~Q(case__organ=viewer.home or 0)
    for officer in viewer.stays_out_for:
        mine &= ~Q(case__accused__contains=[officer])
    rows = Tracking.objects.filter(Q(case__in=here) | mine)
    return rows.select_related("case__organ", "case__reported__parent", "team").order_by("-state", "at", "pk")


def tracking_for(viewer: Actor, pk: int) -> Tracking | None:
    """One of them; None where it doesn't exist for the viewer."""
    return trackings(viewer).filter(pk=pk).first()


def verbs_on(viewer: Actor, row: Tracking) -> tuple[str, ...]:
    """What the viewer may do with it now."""
    verbs = TRACKING.open_to(row.state, roles_in(row, viewer))
    return verbs if row.case.answered_at else tuple(verb for verb in verbs if verb == "look_in")


def standing(viewer: Actor) -> Mapping[str, int]:
    """How many there are in each state."""
    found = Counter(trackings(viewer).order_by().values_list("state", flat=True))
    return {state: found[state] for state in TRACKING.states}
