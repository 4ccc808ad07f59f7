"""The searches that somebody kept."""

from __future__ import annotations

from huiyin.cases.models import SavedView
from huiyin.kernel.actor import Actor


def views_of(viewer: Actor) -> list[SavedView]:
    """Those of the viewer, by name."""
    return list(SavedView.objects.filter(account=viewer.account_id).order_by("name", "pk"))


def view_of(viewer: Actor, pk: int) -> SavedView | None:
    """One of the viewer's own; None for anybody else's."""
    return SavedView.objects.filter(account=viewer.account_id, pk=pk).first()
