"""Reads for the pages of channels."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from huiyin.cases.models import Reply
from huiyin.intake.channels.queries import replies_owed
from huiyin.intake.models import ReplyTask, Report
from huiyin.kernel.actor import Actor
from huiyin.triage.secrecy.queries import clear_reports


def owed(viewer: Actor, now: datetime) -> QuerySet[ReplyTask]:
    """The answers that the viewer's body still has to give; none about what is held or was deleted."""
    return replies_owed(viewer, now).filter(report__in=clear_reports(Report.objects.all()))


def reply_to(report: Report) -> Reply | None:
    """The answer that the reporter gets. The caller has seen that the reader owes it to them."""
    return Reply.objects.filter(case__report=report).first()
