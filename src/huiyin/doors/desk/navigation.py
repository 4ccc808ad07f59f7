"""Where one can go from any page of the desk, and how much waits there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from huiyin.doors.desk.admin.entries import ENTRIES
from huiyin.doors.desk.channels.entries import ENTRIES as CHANNELS
from huiyin.doors.desk.imports.entries import ENTRIES as IMPORTING
from huiyin.doors.desk.letters.entries import ENTRIES as LETTERS
from huiyin.doors.desk.panels.entries import ENTRIES as PANELS
from huiyin.doors.desk.queries import work
from huiyin.doors.desk.scoping import CASE_ROLES, actor_of, now_at, rules_of, views_here
from huiyin.doors.shared.access import ANY_MANDATE, may_enter
from huiyin.doors.shared.templatetags.units import named, short
from huiyin.intake.vault import OPENERS
from huiyin.organisations.models import Unit
from huiyin.policy.queries import Policy, said
from huiyin.supervision.ladder.queries import WATCHES

Counted = Mapping[str, int]


@dataclass(frozen=True)
class Item:
    """One line: `url` is a view's name, `query` what follows it; `count` picks its figure, or is None.

    `where`: only in cities for which this holds.
    """

    group: str | Promise
    label: str | Promise
    url: str
    roles: tuple[str, ...] = (ANY_MANDATE,)
    query: str = ""
    count: Callable[[Counted], int] | None = None
    where: Callable[[Policy], bool] | None = None


NAV: list[Item] = [
    Item("", _("My work today"), "desk:today", count=lambda n: n["mine"]),
    Item("", _("All cases"), "desk:cases", CASE_ROLES),
    Item(
        "",
        pgettext_lazy("navigation", "Supervision"),
        "desk:cases",
        ("reviewer", "supervisor", "clerk", "leader"),
        "late=on",
        count=lambda n: n["late"],
    ),
    Item("", _("Ladder"), "desk:ladder", WATCHES),
    Item("", _("Alerts"), "desk:alerts", ("supervisor",)),
    Item("", _("Daily round"), "desk:movements", ("supervisor", "reviewer", "leader")),
    Item("", _("Calls to reporters"), "desk:revisits", ("clerk", "reviewer", "supervisor", "leader")),
    Item(
        "",
        _("Second verification"),
        "desk:rechecks",
        ("reviewer", "supervisor", "clerk", "leader", "handler"),
    ),
    Item(
        "",
        _("Followed leads"),
        "desk:trackings",
        ("team", "reviewer", "supervisor", "leader"),
        where=lambda rules: any(one.tracked_by for one in rules.channels),
    ),
    Item("", _("Assessment"), "desk:scores", ("leader", "supervisor", "reviewer", "approver", "chief")),
    Item("", _("Advice"), "desk:advices", ("approver", "chief")),
    Item("", _("Accountability"), "desk:breaches", ("supervisor", "leader", "approver", "chief")),
    Item("", _("Exemplars"), "desk:exemplars"),
    Item("", _("Officers’ points"), "desk:demerits", where=lambda rules: bool(rules.demerit_rules)),
    Item("", _("Find by reporter"), "desk:reporters", OPENERS),
    Item("", _("Secrecy check"), "desk:secrecy", ("secrecy",)),
    *(Item(*entry, where=lambda rules: bool(rules.appraisals)) for entry in PANELS),
    Item("", _("When I’m away"), "desk:leave", ("approver", "chief")),
    *(Item(*entry) for entry in (*LETTERS, *CHANNELS, *ENTRIES, *IMPORTING)),
]
"""What every desk has. Who builds another page adds its line here; work teams add themselves."""


MOST_OPEN = 8
"""So many lines of a group stand open in the menu."""


def desk_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    status: int = 200,
    around: list[Unit] | None = None,
) -> HttpResponse:
    """A page of the desk with its navigation. `around` spares the look for the units around the reader."""
    units = work.units_around(actor_of(request)) if around is None else around
    return render(request, template, {**_frame(request, units), **context}, status=status)


def _frame(request: HttpRequest, units: list[Unit]) -> dict[str, Any]:
    actor = actor_of(request)
    teams = [unit for unit in units if unit.kind == "team"]
    figures = work.counts(actor, [team.pk for team in teams], now=now_at(request))
    groups: dict[str, list[dict[str, Any]]] = {"": [], str(_("Work teams")): []}
    for item in NAV:
        if may_enter(actor, item.roles) and (item.where is None or item.where(rules_of(request))):
            count = item.count(figures) if item.count else None
            groups.setdefault(str(item.group), []).append(
                _line(request, reverse(item.url), item.query, item.label, count)
            )
    for team in teams:
        line = _line(
            request, reverse("desk:cases"), f"team={team.pk}", named(team), figures[f"team_{team.pk}"]
        )
        groups.setdefault(str(_("Work teams")), []).append(line)
    for view in views_here(request) if may_enter(actor, CASE_ROLES) else ():
        line = _line(request, reverse("desk:cases"), view.query, view.name, None)
        groups.setdefault(str(_("Saved views")), []).append(line)
    return {
        "nav": [_group(title, items) for title, items in groups.items() if items],
        "place": _place(actor.mandates, units, rules_of(request)),
    }


def _group(title: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    """Many lines under one title are folded up, unless the reader is at one of them: a menu must fit a screen."""
    folded = bool(title) and len(items) > MOST_OPEN and not any(item["current"] for item in items)
    waiting = any(item["count"] for item in items)
    return {"title": title, "items": items, "folded": folded, "waiting": waiting}


def _line(
    request: HttpRequest, url: str, query: str, label: str | Promise, count: int | None
) -> dict[str, Any]:
    here = request.path == url and _same(request, query)
    figure = f"{work.MOST_COUNTED}+" if count and count > work.MOST_COUNTED else count
    return {"url": f"{url}?{query}" if query else url, "label": label, "count": figure, "current": here}


def _same(request: HttpRequest, query: str) -> bool:
    """Whether this line, and not another to the same page, says where the reader is."""
    if query:
        wanted = QueryDict(query)
        return all(request.GET.get(name) == value for name, value in wanted.items())
    return not request.GET.get("team") and not request.GET.get("late")


def _place(mandates: tuple[Any, ...], units: list[Unit], rules: Policy) -> str:
    """ "市委政法委 · 初审员": for whom the reader acts."""
    names = {unit.pk: short(unit) for unit in units}
    roles = {row.code: said(row, "name", get_language() or "zh") for row in rules.roles}
    by_unit: dict[int, list[str]] = {}
    for mandate in mandates:
        words = by_unit.setdefault(mandate.unit, [])
        if (role := roles.get(mandate.role, mandate.role)) not in words:
            words.append(role)
    lines = [f"{names[unit]} · {'、'.join(words)}" for unit, words in by_unit.items() if unit in names]
    return "；".join(lines[:2]) + ("…" if len(lines) > 2 else "")
