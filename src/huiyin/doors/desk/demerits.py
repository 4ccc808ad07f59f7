"""Officers' points (S3-27): who has how many this year, each with its rule; objections; what follows and what was done.

An officer and who leads their unit read the rule, the points and the month; only those who look from above the file.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.assessment.demerits import actions, queries
from huiyin.assessment.demerits.models import Consequence, Demerit
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.reasoned import Asked, ReasonedAct, ReasonsForm, taken
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.shared.access import ANY_MANDATE, audience, today
from huiyin.policy.queries import policy, said

STATES: Mapping[str, str | Promise] = {
    "counting": pgettext_lazy("point", "counts"),
    "contested": pgettext_lazy("point", "objected to"),
    "upheld": pgettext_lazy("point", "stays"),
    "withdrawn": pgettext_lazy("point", "withdrawn"),
    "due": pgettext_lazy("consequence", "due"),
    "covered": pgettext_lazy("consequence", "covered by a stricter one"),
    "carried_out": pgettext_lazy("consequence", "carried out"),
    "fallen_away": pgettext_lazy("consequence", "fell away"),
}

ACTS: Mapping[str, ReasonedAct] = {
    "objection": ReasonedAct(
        "contest", gettext_lazy("Object to these points"),
        gettext_lazy("They don’t count until whoever leads the committee has concluded. You object once."),
        actions.contest,
    ),
    "confirmation": ReasonedAct(
        "uphold", gettext_lazy("The points stay"),
        gettext_lazy("The officer, and whoever leads their unit, read your reasons."), actions.uphold,
    ),
    "withdrawal": ReasonedAct(
        "withdraw", gettext_lazy("Withdraw the points"),
        gettext_lazy("What they alone had brought about falls away; the officer reads your reasons."),
        actions.withdraw,
    ),
}  # fmt: skip

CARRY_OUT = ReasonedAct(
    "carry_out", gettext_lazy("Write down what was done"),
    gettext_lazy("It stands beside the points. The committee reads it."), actions.carry_out,
)  # fmt: skip


@audience("desk", permission=ANY_MANDATE)
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """Who has points in a year; one's own come first, for everybody else they are a page without lines."""
    viewer = actor_of(request)
    year = _asked(request) or today(now_at(request)).year
    context = {
        "rows": queries.standings(viewer, year),
        "year": year,
        "years": queries.years(viewer),
        "steps": _steps(),
    }
    return desk_page(request, "desk/demerits.html", context)


def _asked(request: HttpRequest) -> int | None:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else None


def _steps() -> list[tuple[int, str, str]]:
    """What follows from so many points, in the reader's language."""
    language = get_language() or "zh"
    rows = [row for row in policy().demerit_steps if row.active]
    return [(row.at, said(row, "name", language), said(row, "basis", language)) for row in rows]


@audience("desk", permission=ANY_MANDATE, hidden=True)
@require_GET
def officer(request: HttpRequest, code: str) -> HttpResponse:
    """One officer's points of a year, each with its rule, and what followed."""
    viewer, now = actor_of(request), now_at(request)
    sheet = queries.sheet(viewer, code, _asked(request))
    if sheet is None:
        raise Http404
    language = get_language() or "zh"
    rules = {row.code: row for row in policy().demerit_rules}
    steps = {row.code: row for row in policy().demerit_steps}
    context = {
        "sheet": sheet,
        "lines": [
            {
                "row": row,
                "name": said(rules[row.rule], "name", language),
                "basis": said(rules[row.rule], "basis", language),
                "state": STATES[row.state],
                "file": sheet.cases.get(row.case_id or 0),
                "watched": queries.watches(viewer, row),
                "acts": _acts(request, row),
            }
            for row in sheet.demerits
        ],
        "followed": [
            {
                "row": one,
                "name": said(steps[one.step], "name", language),
                "basis": said(steps[one.step], "basis", language),
                "state": STATES[one.state],
                "may": CARRY_OUT.verb in queries.verbs_on(viewer, one, now),
            }
            for one in sheet.consequences
        ],
    }
    return desk_page(request, "desk/demerits_of.html", context)


def _acts(request: HttpRequest, row: Demerit) -> list[tuple[str, ReasonedAct]]:
    verbs = queries.verbs_on(actor_of(request), row, now_at(request))
    return [(noun, act) for noun, act in ACTS.items() if act.verb in verbs]


@audience("desk", permission=ANY_MANDATE, hidden=True)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int, noun: str) -> HttpResponse:
    """Objects to points, or concludes: once, with reasons."""
    row = queries.demerit_for(actor_of(request), pk)
    chosen = dict(_acts(request, row)).get(noun) if row else None
    if row is None or chosen is None:
        raise Http404
    return _done(request, row, chosen, objection=row.objection)


@audience("desk", permission=ANY_MANDATE, hidden=True)
@require_http_methods(["GET", "POST"])
def carried_out(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done about an officer's points, in words."""
    row = queries.consequence_for(actor_of(request), pk)
    if row is None or CARRY_OUT.verb not in queries.verbs_on(actor_of(request), row, now_at(request)):
        raise Http404
    step = next(one for one in policy().demerit_steps if one.code == row.step)
    named = said(step, "name", get_language() or "zh")
    return _done(request, row, CARRY_OUT, label=gettext("What was done about it?"), step=named)


def _done(
    request: HttpRequest, row: Demerit | Consequence, chosen: ReasonedAct, *, label: str = "", **shown: object
) -> HttpResponse:
    form = ReasonsForm(request.POST if request.method == "POST" else None, label_suffix="")
    form.fields["text"].label = label or form.fields["text"].label
    asked = Asked(chosen, row.pk, "desk/demerit_act.html", ("desk:demerits_of", row.officer.code))
    return taken(request, asked, form, row=row, **shown)
