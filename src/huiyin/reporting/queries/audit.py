"""The ledger as those read it who audit it: who did what, and who looked. Never what a report or a case says."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from huiyin.cases.models import Case
from huiyin.intake.models import Attachment
from huiyin.kernel.actor import Actor
from huiyin.ledger.models import Access, Event


def ledger_for(viewer: Actor) -> QuerySet[Event]:
    """The ledger as an auditor reads it, newest first: without what concerns their own house or themselves."""
    own = list(_own(viewer))
    if not own:
        return Event.objects.order_by("-pk")
    cases, numbers, reports = zip(*own, strict=True)
    theirs = (
        Q(subject_kind="case", subject_id__in=[str(pk) for pk in cases])
        | Q(subject_kind="report", subject_id__in=numbers)
        | Q(subject_kind__in=("use", "lock"), data__case__in=cases)
        | Q(subject_kind="attachment", data__report__in=reports)
        | Q(subject_kind="delivery", data__recipient__1__in=numbers)
    )
    return Event.objects.exclude(pk__in=Event.objects.filter(theirs).values("pk")).order_by("-pk")


def accesses_for(viewer: Actor) -> QuerySet[Access]:
    """Who opened what is sealed, and why, newest first; without what concerns the auditor's own house."""
    own = list(_own(viewer))
    files = Attachment.objects.filter(report__in=[report for *_, report in own]).values_list("pk", flat=True)
    theirs = Q(subject_kind="report", subject_id__in=[number for _, number, _ in own])
    theirs |= Q(subject_kind="attachment", subject_id__in=[str(pk) for pk in files])
    return Access.objects.exclude(theirs).order_by("-pk")


def _own(viewer: Actor) -> QuerySet[Case, tuple[int, str, int]]:
    """(id, number, report's id) of the cases that exist for nobody of the viewer's house, or not for the viewer."""
    about = Q(pk__in=[])
    if viewer.home is not None:
        about |= Q(organ=viewer.home)
    if viewer.officer is not None:
        about |= Q(accused__contains=[viewer.officer])
    return Case.objects.filter(about).values_list("pk", "number", "report_id")
