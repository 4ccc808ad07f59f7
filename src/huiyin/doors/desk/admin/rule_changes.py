"""A change of the rules on its way: shown with what would follow, tried by those who read reports, then made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.doors.desk.admin.rule_forms import SinceForm, moment
from huiyin.doors.desk.admin.wording import FINDINGS
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.queries.routing import units_called
from huiyin.doors.desk.queries.trial import DAYS, MOST, tried
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.shared import words
from huiyin.doors.shared.access import may_enter
from huiyin.doors.shared.access import today as day_of
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.templatetags.units import named
from huiyin.kernel.lifecycle import Conflict, NotAllowed
from huiyin.policy.queries import said
from huiyin.triage.routing import actions, queries
from huiyin.triage.routing.rules.book import Rules

EDITORS = ("administrator", "supervisor")
TRIERS = ("reviewer", "supervisor")
"""Those who read the reports anyway. From counts by word somebody else could read a report word by word."""
LISTED = 200


@dataclass(frozen=True)
class Change:
    """The list as it would be, what was done to it, and in words what follows."""

    rules: Rules
    verb: str
    rule: str
    title: str
    happens: list[str] = field(default_factory=list)


def may_edit(request: HttpRequest) -> bool:
    return actions.may_change(actor_of(request))


def confirmed(request: HttpRequest, change: Change) -> HttpResponse:
    """Asks first; with `do` the change is made."""
    now, actor = now_at(request), actor_of(request)
    book = queries.newest()
    earliest = day_of(now) + timedelta(days=0 if may_enter(actor, ("supervisor",)) else 1)
    if book.row:
        earliest = max(earliest, day_of(book.row.since))
    asked = request.method == "POST" and "do" in request.POST
    form = SinceForm(earliest, request.POST if asked else None)
    problem = ""
    if asked and form.is_valid():
        try:
            actions.change(
                change.rules, change.verb, change.rule, by=actor, now=now,
                since=moment(form.cleaned_data["since"], now), seen=_seen(request),
            )  # fmt: skip
        except Conflict:
            problem = _("Somebody else changed the rules in the meantime. Look at the list again.")
        except NotAllowed as no:
            problem = words.reason(no.refused)
        else:
            messages.success(request, _("The rules are changed. They hold from the day you chose."))
            return see_other("desk:rules")
    return _page(request, change, form, problem, 422 if asked else 200)


def _seen(request: HttpRequest) -> int:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0


def _page(request: HttpRequest, change: Change, form: SinceForm, problem: str, status: int) -> HttpResponse:
    language, book = get_language() or "zh", queries.newest()
    kept = [
        (name, value)
        for name in request.POST
        if name not in ("csrfmiddlewaretoken", "do", "since", "seen")
        for value in request.POST.getlist(name)
    ]
    context = {
        "change": change,
        "form": form,
        "problem": problem,
        "kept": kept,
        "seen": request.POST.get("seen") or (book.row.number if book.row else 0),
        "wrong": [
            (
                said(change.rules[one.rule], "name", language),
                str(FINDINGS[one.kind]),
                _other(change, one.other),
            )
            for one in queries.wrong_in(change.rules)
        ],
        "trial": trial_of(request, change.rules) if may_enter(actor_of(request), TRIERS) else None,
        "again": bool(kept),
    }
    return desk_page(request, "admin_desk/rule_change.html", context, status)


def _other(change: Change, at: int | None) -> str:
    return said(change.rules[at], "name", get_language() or "zh") if at is not None else ""


def trial_of(request: HttpRequest, rules: Rules) -> dict[str, Any]:
    """The dry run over the reader's own matters, in words."""
    now, language = now_at(request), get_language() or "zh"
    found = tried(actor_of(request), queries.in_force(now).rules, rules, now=now)
    names = {rule.code: said(rule, "name", language) for rule in rules}
    units = units_called({code for one in found.moved for code in (one.was, one.becomes) if code})

    def unit(code: str) -> str:
        return named(units[code]) if code in units else code

    return {
        "days": DAYS,
        "capped": found.looked >= MOST,
        "looked": found.looked,
        "count": len(found.moved),
        "moved": [
            (one.number, unit(one.was), unit(one.becomes), names.get(one.rule, ""))
            for one in found.moved[:LISTED]
        ],
        "listed": LISTED,
        "greedy": [(said(r, "name", language), found.decided[r.code]) for r in found.greedy(rules)],
        "idle": [said(r, "name", language) for r in found.idle(rules)],
    }
