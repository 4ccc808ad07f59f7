"""Reads of uploads and attachments."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from huiyin.intake.attachments.models import Attachment, Upload
from huiyin.kernel.actor import Actor

SEES_ALL = frozenset({"reviewer", "clerk", "supervisor"})
"""Roles of the report's committee to which every file of the report is open."""


def upload_for(token: str, *, now: datetime) -> Upload | None:
    """The file on its way that has this token; None where there is none any more."""
    return Upload.objects.filter(token=token, expires_at__gt=now).first()


def attachments_for(viewer: Actor, report: int, *, committee: int) -> QuerySet[Attachment]:
    """The files of a report that the viewer may open, in the order in which they were sent.

    The caller has fetched the report or case through a query that takes the viewer: whoever isn't of the
    committee is one of the unit's handlers, and sees what was released to them.
    """
    files = Attachment.objects.filter(report_id=report).order_by("pk")
    return files if _sees_all(viewer, report, committee) else files.filter(released_to_unit=True)


def may_open(viewer: Actor, attachment: Attachment, *, committee: int) -> bool:
    """Whether the viewer may open this file; the same rule for one."""
    return attachment.released_to_unit or _sees_all(viewer, attachment.report_id, committee)


def _sees_all(viewer: Actor, report: int | None, committee: int) -> bool:
    """A role of the committee doesn't count where the viewer's own house is reported on."""
    if not viewer.roles_in(committee) & SEES_ALL:
        return False
    own = Attachment.objects.filter(report=report, report__unit__path__startswith=f"/{viewer.home}/")
    return viewer.home is None or not own.exists()
