"""Figures for everybody: only such as nobody can be told apart by, whatever is added or subtracted."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as in_context
from django.views.decorators.http import require_safe

from huiyin.doors.shared.access import ANYONE, audience
from huiyin.doors.shared.words import MATTERS, SYSTEMS
from huiyin.reporting.public.queries import published
from huiyin.reporting.public.rules.safe import LEAST, OTHER

SHOWN = 24
HEADS = {
    "system": _("Whom they were about"),
    "matter": _("What people wanted"),
    "result": _("What became of them"),
}
RESULTS = {
    "declined": in_context("result", "not for this platform"),
    "open": in_context("result", "not answered yet"),
    "proved": in_context("result", "found to be true"),
    "disproved": in_context("result", "not found to be true, or answered"),
}
ROWS = {"system": SYSTEMS, "matter": MATTERS, "result": RESULTS}


@audience("citizen", permission=ANYONE, personal=False)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Period by period, the newest first."""
    periods = [
        (row, [(HEADS[name], _lines(name, counts, row.received)) for name, counts in row.tables.items()])
        for row in published()[:SHOWN]
    ]
    return render(request, "citizen/figures.html", {"periods": periods, "least": LEAST})


def _lines(name: str, counts: dict[str, int], whole: int) -> list[tuple[object, int, int]]:
    """Each row with its number and its share, in whole per cent; the largest first, what is told together last."""
    ranked = sorted(counts.items(), key=lambda one: (one[0] == OTHER, -one[1]))
    return [(_called(name, key), n, round(100 * n / whole)) for key, n in ranked]


def _called(name: str, key: str) -> object:
    return in_context("result", "others, told together") if key == OTHER else ROWS[name].get(key, key)
