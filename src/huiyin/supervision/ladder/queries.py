"""Reads of the ladder. What people read takes the viewer: only who supervises a case sees that it climbs."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q, QuerySet

from huiyin.cases.models import Case
from huiyin.cases.queries import visible
from huiyin.cases.search.ways import strange
from huiyin.intake.models import Attachment
from huiyin.kernel.actor import Actor
from huiyin.ledger.prepared import Fixed, Given
from huiyin.supervision.ladder.models import Alarm, Climb, Interview, InterviewPaper, Standing

WATCHES = ("supervisor", "reviewer", "leader")
"""Roles of a committee that see its ladder."""


def due(now: datetime) -> list[int]:
    """What is to be climbed (ids), longest first."""
    return _DUE.all(now=now)


_DUE = Fixed(
    lambda: Standing.objects.filter(state="climbing", next_at__lte=Given("now"))
    .order_by("next_at").values_list("pk", flat=True),
    planned=False,
)  # fmt: skip


def over() -> list[int]:
    """Standings (ids) whose case seems no longer late by their deadline."""
    return _OVER.all()


def _over() -> QuerySet[Standing, int]:
    promise = Q(kind="whole", case__answered_at__isnull=False)
    locked = Q(kind="acceptance", case__state="locked")
    acted = Q(deadline__ended_at__isnull=False) & ~Q(kind="whole") & ~locked
    gone = promise | acted | Q(deadline__due_at__gt=F("due_at"))
    return Standing.objects.filter(gone, ended_at=None).order_by("pk").values_list("pk", flat=True)


_OVER = Fixed(_over, planned=False)


def _watched(viewer: Actor) -> QuerySet[Case]:
    return visible(viewer).filter(strange(viewer), committee__in=viewer.units_as(*WATCHES))


def standing_on(viewer: Actor) -> QuerySet[Standing]:
    """What stands on the ladder, by what happens next; what nobody can push any further first."""
    rows = Standing.objects.filter(ended_at=None, case__in=_watched(viewer))
    return rows.select_related("case", "unit").order_by("-state", "next_at", "pk")


def standing(viewer: Actor, pk: int) -> Standing | None:
    rows = Standing.objects.filter(pk=pk, case__in=_watched(viewer))
    return rows.select_related("case", "unit").first()


def history(viewer: Actor, case: Case) -> list[Standing]:
    """The rounds of a case, newest first, with their climbs; nothing for who doesn't watch it."""
    rows = Standing.objects.filter(case=case, case__in=_watched(viewer)).select_related("unit", "by")
    return list(
        rows.order_by("-round").prefetch_related("climbs__by", "climbs__interview__papers__by", "alarms")
    )


def alarms(viewer: Actor) -> QuerySet[Alarm]:
    """The open alarms, oldest first."""
    rows = Alarm.objects.filter(settled_at=None, standing__case__in=_watched(viewer))
    return rows.select_related("standing__case", "standing__unit").order_by("at", "pk")


def interviews(viewer: Actor) -> QuerySet[Interview]:
    """The interviews that are to be arranged or held, by when."""
    rows = Interview.objects.filter(state__in=("to_arrange", "arranged"), case__in=_watched(viewer))
    return rows.select_related("case", "unit").order_by("on", "pk")


def interview(viewer: Actor, pk: int) -> Interview | None:
    return Interview.objects.filter(pk=pk, case__in=_watched(viewer)).select_related("case", "unit").first()


def interview_paper(viewer: Actor, pk: int, attachment: int) -> Attachment | None:
    """A paper of an interview, for whoever watches its case."""
    row = InterviewPaper.objects.filter(
        interview=pk, file=attachment, interview__case__in=_watched(viewer)
    ).first()
    return row.file if row else None


def to_collect() -> list[tuple[int, datetime]]:
    """The committees with units that wait for a circular, and since when."""
    found: dict[int, datetime] = {}
    for committee, at in _TO_COLLECT.all():
        found.setdefault(committee or 0, at)
    return list(found.items())


_TO_COLLECT = Fixed(
    lambda: Climb.objects.filter(act="circular", circular=None, skipped=False).order_by("at")
    .values_list("case__committee_id", "at"),
    planned=False,
)  # fmt: skip
