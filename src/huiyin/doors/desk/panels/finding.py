"""The round that an address speaks of."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from huiyin.doors.desk.scoping import actor_of
from huiyin.panels import queries
from huiyin.panels.models import Round


def own(request: HttpRequest, pk: int) -> Round:
    """The round, where it concerns the reader. Raises Http404."""
    row = queries.rounds_of(actor_of(request)).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
