"""The list behind a figure: as many cases as the figure says, each called as its reader may call it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from huiyin.cases.models import Case
from huiyin.cases.rules.lifecycle import SEES_REPORT, roles_on
from huiyin.cases.rules.title import title_of
from huiyin.doors.oversight import pages, periods, sheets
from huiyin.doors.oversight.wording import DIMENSIONS, MEASURES, key_name, placed_name
from huiyin.doors.shared import words
from huiyin.doors.shared.access import audience
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.organisations.queries import units_by_id
from huiyin.policy.queries import Policy, policy
from huiyin.reporting import queries as figures
from huiyin.reporting.rules.figures import OF_NOW
from huiyin.reporting.rules.measures import LISTED as KNOWN
from huiyin.reporting.rules.measures import Slice

UNITS = ("organ", "team", "unit")
"""Dimensions whose codes are units."""
PAGE = 30
MOST = 20_000
"""Rows of an export; the newest come first."""


@audience("oversight", permission=pages.OVERSEERS)
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    rules = policy()
    asked = _asked(request, rules)
    rows = figures.behind(pages.actor_of(request), asked, now=pages.now_at(request))
    if request.GET.get("format") == "xlsx":
        return _export(request, rows[:MOST], rules)
    found = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "title": str(MEASURES[asked.measure]),
        "spoken": "" if asked.measure in OF_NOW else _spoken(request, asked),
        "only": _only(asked, rules),
        "page": found,
        "rows": [(case, title(case, pages.actor_of(request), rules)) for case in found],
        "query": query.urlencode(),
        "back": periods.query(asked.period),
    }
    return pages.page(request, "oversight/cases.html", context)


def _asked(request: HttpRequest, rules: Policy) -> Slice:
    measure = request.GET.get("measure", "")
    only = {name: code for name in DIMENSIONS if (code := request.GET.get(name))}
    numbers = [only[name] for name in UNITS if name in only]
    if measure not in KNOWN or not all(n.isascii() and n.isdigit() and len(n) < 19 for n in numbers):
        raise Http404
    return Slice(measure, periods.asked(request.GET, rules.city, pages.today_at(request)), only)


def _spoken(request: HttpRequest, asked: Slice) -> str:
    return periods.spoken(asked.period, pages.today_at(request))


def _only(asked: Slice, rules: Policy) -> list[tuple[str, str]]:
    """What the list is narrowed to, in words."""
    found = units_by_id(int(asked.only[name]) for name in UNITS if name in asked.only)
    units = {key: (unit.name, unit.name_en) for key, unit in found.items()}
    return [
        (str(DIMENSIONS[name]), key_name(name, code, units, rules, pages.language()))
        for name, code in asked.only.items()
    ]


def title(case: Case, viewer: Actor, rules: Policy) -> str:
    """As sent for those who may read the report; else the redacted summary's first words, or the type of problem."""
    if roles_on(case.snapshot(), viewer) & SEES_REPORT:
        return case.title
    return title_of(case.summary) or rules.type_name(case.problem_type, pages.language(), case.received_at)


def _export(request: HttpRequest, rows: Any, rules: Policy) -> HttpResponse:
    heads = (
        _("Number"), _("Title"), _("Unit"), _("Type of problem"), _("Status"), _("Received"), _("Due"),
    )  # fmt: skip
    viewer, language = pages.actor_of(request), pages.language()
    cells = (
        (
            case.number,
            title(case, viewer, rules),
            placed_name(case.reported),
            rules.type_name(case.problem_type, language, case.received_at),
            words.word("state", case.state),
            f"{case.received_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
            f"{case.due_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if case.due_at else "",
        )
        for case in rows
    )
    return sheets.workbook([(pgettext("sheet", "Cases"), heads, cells)], "huiyin-cases")
