"""The city's routing rules: read in order, changed one at a time with what would follow in view, and undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.doors.desk.admin.rule_changes import EDITORS, TRIERS, Change, confirmed, may_edit, trial_of
from huiyin.doors.desk.admin.rule_forms import RuleForm, filled
from huiyin.doors.desk.admin.wording import FINDINGS, RULE_VERBS
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.queries.routing import units_called
from huiyin.doors.desk.routed import conditions, goes_to
from huiyin.doors.desk.scoping import actor_of, now_at, rules_of
from huiyin.doors.shared.access import audience, may_enter
from huiyin.kernel.ids import token
from huiyin.kernel.lifecycle import Refused
from huiyin.organisations.queries import account_names
from huiyin.policy.queries import said
from huiyin.policy.rules.routing import RoutingRule
from huiyin.triage.routing import queries
from huiyin.triage.routing.rules.book import Rules, moved, place_of, put, switched

READERS = (*EDITORS, "reviewer")


@dataclass(frozen=True)
class Shown:
    """A rule as a line of the list."""

    rule: RoutingRule
    name: str
    conditions: list[str]
    goes_to: str
    adds: list[str]
    wrong: str


def shown(rules: Rules, request: HttpRequest) -> list[Shown]:
    """The rules in words, each with what is wrong with it."""
    policy, language = rules_of(request), get_language() or "zh"
    units = units_called(code for rule in rules for code in (rule.unit, rule.within, rule.supervisor) if code)
    wrong = {found.rule: found for found in queries.wrong_in(rules)}
    return [
        Shown(
            rule,
            said(rule, "name", language),
            conditions(rule, policy),
            *goes_to(rule, units),
            str(FINDINGS[wrong[at].kind]) if at in wrong else "",
        )
        for at, rule in enumerate(rules)
    ]


@audience("desk", permission=READERS)
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """The newest list, in its order; one that waits for its day says so."""
    book, now = queries.newest(), now_at(request)
    by = book.row.by if book.row else ""
    context = {
        "lines": shown(book.rules, request),
        "row": book.row,
        "waits": book.row is not None and book.row.since > now,
        "by": account_names([by]).get(by, ""),
        "edits": may_edit(request),
        "tries": may_enter(actor_of(request), TRIERS),
    }
    return desk_page(request, "admin_desk/rules.html", context)


@audience("desk", permission=READERS)
@require_GET
def history(request: HttpRequest) -> HttpResponse:
    """Every edition: from when on it held, who made it, and what it changed."""
    rows = queries.history()
    names = account_names(row.by for row in rows)
    lines = [
        {
            "row": row,
            "verb": str(RULE_VERBS.get(row.verb, row.verb)),
            "by": names.get(row.by, ""),
            "rule": _name_in(row.number, row.rule),
        }
        for row in rows[:200]
    ]
    context = {"lines": lines, "undoes": may_edit(request) and len(rows) > 1}
    return desk_page(request, "admin_desk/rule_books.html", context)


def _name_in(number: int, code: str) -> str:
    book = queries.edition(number)
    return (
        next((said(r, "name", get_language() or "zh") for r in book.rules if r.code == code), "")
        if book
        else ""
    )


@audience("desk", permission=TRIERS)
@require_GET
def trial(request: HttpRequest) -> HttpResponse:
    """What the newest list would do with the reader's matters of the last 90 days, against the one in force."""
    return desk_page(
        request, "admin_desk/rule_trial.html", {"trial": trial_of(request, queries.newest().rules)}
    )


@audience("desk", permission=EDITORS)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@audience("desk", permission=EDITORS)
@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, code: str) -> HttpResponse:
    return _edit(request, _found(code))


def _found(code: str) -> RoutingRule:
    rules = queries.newest().rules
    at = place_of(rules, code)
    if at is None:
        raise Http404
    return rules[at - 1]


def _edit(request: HttpRequest, old: RoutingRule | None) -> HttpResponse:
    """The form; then, filled in, what would follow; then it is done."""
    rules = queries.newest().rules
    at = (place_of(rules, old.code) if old else None) or len(rules) + 1
    posted = request.method == "POST"
    initial: dict[str, Any] = filled(old, at) if old else {"at": at}
    form = RuleForm(rules_of(request), request.POST if posted else None, initial=None if posted else initial)
    if not posted or not form.is_valid() or "back" in request.POST:
        context = {"form": form, "old": old}
        return desk_page(
            request, "admin_desk/rule.html", context, 422 if posted and not form.is_valid() else 200
        )
    written = form.rule(old.code if old else f"r-{token(8).lower()}", old)
    title = _("Change the rule “%(name)s”") if old else _("Add the rule “%(name)s”")
    change = Change(
        put(rules, written, form.cleaned_data["at"]),
        "change" if old else "add",
        written.code,
        title % {"name": written.name},
        [_("It stands at place %(at)d.") % {"at": min(form.cleaned_data["at"], len(rules) + (not old))}],
    )
    return confirmed(request, change)


@audience("desk", permission=EDITORS)
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, code: str, way: str) -> HttpResponse:
    """One place up or down."""
    old, by = _found(code), {"up": -1, "down": 1}.get(way)
    if by is None:
        raise Http404
    rules = queries.newest().rules
    after = _never_refused(moved(rules, code, by))
    title = _("Move the rule “%(name)s”") % {"name": said(old, "name", get_language() or "zh")}
    place = place_of(after, code)
    return confirmed(
        request, Change(after, "move", code, title, [_("It stands at place %(at)d.") % {"at": place or 0}])
    )


@audience("desk", permission=EDITORS)
@require_http_methods(["GET", "POST"])
def switch(request: HttpRequest, code: str) -> HttpResponse:
    """Off, or on again. A rule is never deleted: old decisions name it."""
    old = _found(code)
    after = _never_refused(switched(queries.newest().rules, code, not old.enabled))
    name = {"name": said(old, "name", get_language() or "zh")}
    if old.enabled:
        title, happens = _("Switch off the rule “%(name)s”") % name, _("It decides nothing any more.")
    else:
        title, happens = _("Switch on the rule “%(name)s”") % name, _("It decides again, at its place.")
    return confirmed(request, Change(after, "switch", code, title, [happens]))


@audience("desk", permission=EDITORS)
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest) -> HttpResponse:
    """The list as it was before the newest edition. That edition stays in the history."""
    rows = queries.history()
    before = queries.edition(rows[1].number) if len(rows) > 1 else None
    if before is None:
        raise Http404
    happens = [_("The list is again what it was before the latest change. The history keeps both.")]
    return confirmed(
        request, Change(before.rules, "undo", rows[0].rule, _("Undo the latest change"), happens)
    )


def _never_refused(rules: Rules | Refused) -> Rules:
    if isinstance(rules, Refused):
        raise Http404
    return rules
