"""Reads of what everybody may read."""

from __future__ import annotations

from django.db.models import QuerySet

from huiyin.reporting.public.models import PublicFigures


def published() -> QuerySet[PublicFigures]:
    """The public figures, the newest first."""
    return PublicFigures.objects.order_by("-first")
