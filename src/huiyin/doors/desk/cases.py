"""The list of cases: searched by words, narrowed by filters (S0-31), turned page by page, exported as it stands."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from huiyin.cases.rules.terms import read
from huiyin.cases.search.pages import Question, every, page
from huiyin.doors.desk.asking import ORDERS, ListForm
from huiyin.doors.desk.export import sheet
from huiyin.doors.desk.lines import lines
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.paging import Paging, start_of
from huiyin.doors.desk.queries import work
from huiyin.doors.desk.rows import Reader, Row
from huiyin.doors.desk.scoping import CASE_ROLES, actor_of, now_at, rules_of, views_here
from huiyin.doors.desk.views import plain
from huiyin.doors.shared.access import audience
from huiyin.ledger.actions import looked
from huiyin.policy.queries import Policy

PER_PAGE = 50
MOST_EXPORTED = 20_000
"""Rows of one sheet: more than that keeps whoever waits for it in doubt whether it comes."""


def _order(request: HttpRequest) -> str:
    """The order in the address, else the one that this reader used last."""
    asked = request.GET.get("order") or request.session.get("order", "newest")
    if asked not in ORDERS:
        return "newest"
    if request.session.get("order", "newest") != asked:
        request.session["order"] = asked
    return str(asked)


def _question(request: HttpRequest, form: ListForm, order: str) -> Question:
    return Question(actor_of(request), form.asked(), form.words, now_at(request), order)


def _rows(request: HttpRequest, cases: Any, rules: Policy) -> list[Row]:
    reader = Reader.of(actor_of(request), now_at(request), rules)
    return [reader.row(case) for case in cases]


@audience("desk", permission=CASE_ROLES, hidden=True)
@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """A page of the list; words, filters and where the page begins stay in the address."""
    rules, around, order = rules_of(request), work.units_around(actor_of(request)), _order(request)
    data = request.GET.copy()
    data["order"] = order
    form = ListForm(data, around, rules)
    found = page(_question(request, form, order), PER_PAGE, start_of(request.GET))
    paging = Paging.of(found, request.GET, PER_PAGE)
    rows = _rows(request, found.cases, rules)
    context = {
        "form": form,
        "paging": paging,
        "rows": rows,
        "lines": lines(rows, now_at(request)),
        "query": paging.asked,
        "q": form.words,
        "narrowed": sum(1 for name in form.NARROWING if request.GET.get(name)),
        "single": not any(term.needles for term in read(form.words).terms),
        "filtered": any(value for name, value in request.GET.items() if name != "order"),
        "view": next((view for view in views_here(request) if view.query == plain(paging.asked)), None),
        "team": next((u for u in around if str(u.pk) == request.GET.get("team")), None),
    }
    return desk_page(request, "desk/cases.html", context, around=around)


@audience("desk", permission=CASE_ROLES, hidden=True)
@require_GET
def export(request: HttpRequest) -> FileResponse:
    """Exactly what the list shows, all its pages, as XLSX; a longer one says where it ends. Leaves a record."""
    rules, actor, now = rules_of(request), actor_of(request), now_at(request)
    form = ListForm(request.GET, work.units_around(actor), rules)
    cases = every(_question(request, form, _order(request)), MOST_EXPORTED + 1)
    looked("list", actor.account, "export", by=actor, now=now, reason=request.GET.urlencode()[:500])
    reader = Reader.of(actor, now, rules)
    file = sheet((reader.row(case) for case in cases.iterator(chunk_size=500)), MOST_EXPORTED)
    return FileResponse(file, as_attachment=True, filename=f"cases-{now:%Y%m%d}.xlsx")
