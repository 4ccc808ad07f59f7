"""Papers on the calendar (S0-23 … S0-30): the figures as they stood, the draft, what was found and advised."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from huiyin.doors.oversight import pages
from huiyin.doors.oversight.views.lists import PAGE, title
from huiyin.doors.oversight.wording import DIMENSIONS, key_name
from huiyin.doors.shared.access import audience
from huiyin.policy.queries import periodic_papers, policy, said
from huiyin.reporting.papers import queries
from huiyin.reporting.papers.freezing import TABLES, counted
from huiyin.reporting.papers.models import PaperDraft
from huiyin.reporting.rules.figures import FIGURES
from huiyin.reporting.rules.measures import LEAST, Share


@audience("oversight", permission=pages.OVERSEERS)
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The newest first; and what the calendar asks for."""
    names = _names()
    context = {
        "rows": [(row, names.get(row.paper, row.paper)) for row in queries.papers(pages.actor_of(request))],
        "advices": queries.advices(pages.actor_of(request))[:50],
    }
    return pages.page(request, "oversight/papers.html", context)


def _names() -> dict[str, str]:
    return {row.code: said(row, "name", pages.language()) for row in periodic_papers(dropped=True)}


@audience("oversight", permission=pages.OVERSEERS)
@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper: its frozen figures, each with its list, and what people found and advised."""
    row = row_of(request, pk)
    figures = []
    for code in (one for one in FIGURES if one in row.figures):
        figure, frozen = FIGURES[code], row.figures[code]
        share = Share(len(frozen["part"]), len(frozen["whole"]))
        percent = figure.percent(share) if share.whole >= LEAST else None
        figures.append((code, figure.called(pages.language()), share, bool(figure.whole), percent))
    units = "received" not in row.figures
    supervises = "supervisor" in pages.actor_of(request).roles_in(row.committee_id)
    context = {
        "row": row,
        "name": _names().get(row.paper, row.paper),
        "figures": figures,
        "tables": [
            (
                DIMENSIONS[name],
                FIGURES[counted(name, units=units)].called(pages.language()),
                _in_language(name, row.tables[name]),
            )
            for name in TABLES
            if row.tables.get(name)
        ],
        "tendencies": row.tendencies.prefetch_related("advices__unit").order_by("pk"),
        "may_find": supervises,
        "meeting": queries.meeting_of(row, pages.language()),
        "tabled": row.tabled.select_related("case").order_by("pk"),
    }
    return pages.page(request, "oversight/paper.html", context)


def _in_language(dimension: str, lines: list[list[Any]]) -> list[list[Any]]:
    """A frozen table as its reader calls the lines; in Chinese, and of units always, as it was written."""
    language = pages.language()
    if language.startswith("zh") or dimension == "organ":
        return lines
    rules = policy()
    return [[key, key_name(dimension, key, {}, rules, language), count] for key, _label, count in lines]


def row_of(request: HttpRequest, pk: int) -> PaperDraft:
    """The paper, where it exists for the reader. Raises Http404."""
    row = queries.paper_for(pages.actor_of(request), pk)
    if row is None:
        raise Http404
    return row


@audience("oversight", permission=pages.OVERSEERS)
@require_GET
def behind(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The cases that a frozen figure counted, as they stand now."""
    row, viewer = row_of(request, pk), pages.actor_of(request)
    part = "whole" if request.GET.get("of") == "whole" else "part"
    if code not in row.figures:
        raise Http404
    cases = queries.frozen_cases(viewer, row, code, part).select_related("reported__parent")
    found = Paginator(cases, PAGE).get_page(request.GET.get("page"))
    context = {
        "row": row,
        "name": _names().get(row.paper, row.paper),
        "figure": FIGURES[code].called(pages.language()),
        "page": found,
        "rows": [(case, title(case, viewer, policy())) for case in found],
        "query": f"of={part}",
    }
    return pages.page(request, "oversight/frozen.html", context)
