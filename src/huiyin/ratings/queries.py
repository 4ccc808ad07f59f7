"""Reads of ratings. Who rated is known to nobody but through the report's own seal."""

from __future__ import annotations

from huiyin.intake.models import Report
from huiyin.ratings.models import Rating, Revisit


def rating_of(report: Report) -> Rating | None:
    """The rating of a report's answer."""
    return Rating.objects.filter(report=report).first()


def revisits_of(report: Report) -> list[Revisit]:
    """The phone revisits, oldest first."""
    return list(Revisit.objects.filter(report=report).select_related("by").order_by("at", "pk"))
