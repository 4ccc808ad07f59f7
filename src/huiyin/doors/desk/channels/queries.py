"""Reads for the pages of channels."""

from __future__ import annotations

from huiyin.cases.models import Reply
from huiyin.intake.models import Report


def reply_to(report: Report) -> Reply | None:
    """The answer that the reporter gets. The caller has seen that the reader owes it to them."""
    return Reply.objects.filter(case__report=report).first()
