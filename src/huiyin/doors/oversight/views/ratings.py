"""What people rated by scanning a code: sums that single nobody out, and what was set apart (S1-30, decision 21)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from huiyin.doors.oversight import pages, periods, sheets
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.templatetags.units import fully, named
from huiyin.doors.shared.words import word
from huiyin.policy.queries import policy, said
from huiyin.ratings.rules.levels import LEVELS
from huiyin.ratings.spot.queries import Rated, floods, rated, taken
from huiyin.ratings.spot.rules.showing import LEAST
from huiyin.reporting.rules.measures import Share

SHOWN = 3
"""Faults named beside a place: the most frequent."""


@audience("oversight", permission=pages.READERS)
@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """Place by place, the worst first; of those with too few, that they are too few."""
    rules, today = policy(), pages.today_at(request)
    period = periods.asked(request.GET, rules.city, today)
    viewer = pages.actor_of(request)
    rows = [_row(row) for row in rated(viewer, period.first, period.last)]
    if request.GET.get("format") == "xlsx":
        return sheets.workbook([_sheet(rows)], f"huiyin-ratings-{period.first}-{period.last}")
    context = {
        "query": periods.query(period),
        "period": period,
        "spoken": periods.spoken(period, today),
        "choices": periods.choices(period, rules.city, today),
        "levels": LEVELS,
        "rows": rows,
        "floods": [(flood, flood.counted()) for flood in floods(viewer, period.first, period.last)],
        "taken": taken(),
        "least": LEAST,
    }
    return pages.page(request, "oversight/ratings.html", context)


def _row(row: Rated) -> dict[str, Any]:
    sums = row.counted
    if sums is None:
        return {"place": row.place}
    names = {fault.code: said(fault, "text", pages.language()) for fault in policy().faults}
    most = sorted(sums.faults.items(), key=lambda pair: (-pair[1], pair[0]))[:SHOWN]
    return {
        "place": row.place,
        "counts": [sums.levels[level] for level in LEVELS],
        "total": sums.total,
        "satisfied": Share(sums.total - sums.bad, sums.total).percent,
        "faults": [(names.get(code, code), n) for code, n in most],
    }


def _sheet(rows: list[dict[str, Any]]) -> sheets.Sheet:
    """What the page shows, and no more."""
    heads = [
        _("Place"),
        pgettext("dimension", "Unit"),
        *(word("rating", level) for level in LEVELS),
        pgettext("ratings", "All"),
        _("Satisfied, per cent"),
        _("What was wrong"),
    ]
    lines: list[sheets.Cells] = []
    for row in rows:
        where = (named(row["place"]), fully(row["place"].unit))
        if "total" in row:
            wrong = "; ".join(f"{name} {n}" for name, n in row["faults"])
            lines.append((*where, *row["counts"], row["total"], row["satisfied"], wrong))
        else:
            lines.append((*where, _("too few")))
    return _("Ratings by place"), heads, lines
