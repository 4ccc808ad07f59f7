"""Reads of the library: the good ones everybody, all that is on show the staff, what isn't its committee only."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from huiyin.assessment.exemplars.actions import NOMINATORS, OWN
from huiyin.assessment.exemplars.models import Exemplar
from huiyin.assessment.exemplars.rules.exemplar import EXEMPLAR, judges
from huiyin.cases.models import Case
from huiyin.cases.queries import visible
from huiyin.kernel.actor import Actor
from huiyin.organisations.models import Unit

ON_SHOW = "on_show"
WATCHING = (*NOMINATORS, "leader")


def on_show(topic: str = "") -> QuerySet[Exemplar]:
    """The good ones that everybody may read, the newest first; none of a file that is out of sight."""
    rows = (
        Exemplar.objects.filter(state=ON_SHOW, good=True)
        .exclude(case__held_back=True)
        .select_related("told_as__parent", "unit")
    )
    return (rows.filter(topic=topic) if topic else rows).order_by("-decided_at", "-pk")


def readable(viewer: Actor) -> QuerySet[Exemplar]:
    """What is on show, good and bad, for whoever works here; beside it what the viewer put forward or may decide on.

    What waits for a decision comes first, and of each the newest.

    What was drawn from a file that doesn't exist for the viewer shows only as everybody reads it, never before.
    """
    own = Q(by=viewer.account_id or 0) | Q(committee__in=viewer.units_as(*WATCHING))
    seen = Q(case=None) | Q(case__in=visible(viewer))
    rows = Exemplar.objects.filter(Q(state=ON_SHOW) | (own & seen)).exclude(case__held_back=True)
    rows = rows.select_related("told_as__parent", "unit__parent", "committee", "by", "decided_by", "case")
    rows = rows.alias(waits=Q(state=EXEMPLAR.first)).order_by("-waits", "-at", "-pk")
    return rows if viewer.mandates else rows.none()


def in_confidence(viewer: Actor, row: Exemplar) -> bool:
    """Whether the viewer may know of which unit and file it is: the committee's own people."""
    return row.committee_id in viewer.units_as(*WATCHING) and (
        row.case_id is None or visible(viewer).filter(pk=row.case_id).exists()
    )


def verbs_on(viewer: Actor, row: Exemplar) -> Sequence[str]:
    held = viewer.roles_in(row.committee_id)
    if not in_confidence(viewer, row) or judges(held, nominated_it=row.by_id == viewer.account_id):
        return ()
    return EXEMPLAR.open_to(row.state, frozenset({"judge"}))


def may_nominate(viewer: Actor) -> QuerySet[Unit]:
    """The units whose good work the viewer may put forward without a file."""
    mine = Q(committee__in=viewer.units_as(*NOMINATORS)) | Q(pk__in=viewer.units_as(*OWN))
    return (
        Unit.objects.filter(mine, active=True).exclude(kind="team").select_related("parent").order_by("path")
    )


def file_to_nominate(viewer: Actor, number: str) -> Case | None:
    """The closed file `number`, for those who may draw an example from it."""
    mine = visible(viewer).filter(committee__in=viewer.units_as(*NOMINATORS), state="closed", number=number)
    return mine.select_related("unit__parent", "reported__parent").first()
