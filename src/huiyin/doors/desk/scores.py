"""The assessment (S0-24, S0-26): units by score, each point with the fact behind it, objections."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.assessment.scoring import actions, queries
from huiyin.assessment.scoring.models import Point, Score
from huiyin.assessment.scoring.rules.scores import BASE, LEAST
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.reasoned import Asked, ReasonedAct, ReasonsForm, taken
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.shared.access import audience
from huiyin.policy.queries import said, score_rules

READERS = ("leader", "supervisor", "reviewer", "approver", "chief")

STATES: Mapping[str, str | Promise] = {
    "counting": pgettext_lazy("point", "counts"),
    "contested": pgettext_lazy("point", "objected to"),
    "upheld": pgettext_lazy("point", "stays"),
    "withdrawn": pgettext_lazy("point", "withdrawn"),
}


@audience("desk", permission=READERS)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The units of a period, the best first; those with too few cases without a place."""
    viewer = actor_of(request)
    offered = queries.periods(viewer)
    first = next(
        (one for one, _last in offered if one == _asked(request)), offered[0][0] if offered else None
    )
    context = {
        "periods": offered[:12],
        "first": first,
        "rows": queries.of_period(viewer, first) if first else [],
        "least": LEAST,
    }
    return desk_page(request, "desk/scores.html", context)


def _asked(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("first", ""))
    except ValueError:
        return None


@audience("desk", permission=READERS, hidden=True)
@require_GET
def score(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit's score: what each rule moved, and each fact that counts."""
    viewer, now = actor_of(request), now_at(request)
    row: Score | None = queries.scores(viewer).filter(pk=pk).first()
    if row is None:
        raise Http404
    rules = {rule.code: rule for rule in score_rules(dropped=True)}
    language = get_language() or "zh"
    found = queries.points(viewer, row)
    context = {
        "row": row,
        "base": BASE,
        "least": LEAST,
        "lines": [
            {
                "name": said(rules[code], "name", language),
                "basis": said(rules[code], "basis", language),
                "moved": row.moves[code],
                "points": [
                    (point, STATES[point.state], may_open, _acts(request, point))
                    for point, may_open in found
                    if point.rule == code
                ],
            }
            for code in rules
            if code in row.moves
        ],
        "open": row.state == "posted" and now <= row.objections_until,
    }
    return desk_page(request, "desk/score.html", context)


ACTS: Mapping[str, ReasonedAct] = {
    "objection": ReasonedAct(
        "contest", gettext_lazy("Object to this point"),
        gettext_lazy("Whoever leads or supervises the committee reads it and concludes. You object once."),
        actions.contest,
    ),
    "confirmation": ReasonedAct(
        "uphold", gettext_lazy("The point stays"), gettext_lazy("The unit reads your reasons."), actions.uphold
    ),
    "withdrawal": ReasonedAct(
        "withdraw", gettext_lazy("Withdraw the point"),
        gettext_lazy("The score is reckoned anew without it; the unit reads your reasons."), actions.withdraw,
    ),
}  # fmt: skip


def _acts(request: HttpRequest, point: Point) -> list[tuple[str, ReasonedAct]]:
    verbs = queries.verbs_on(actor_of(request), point, now_at(request))
    return [(noun, act) for noun, act in ACTS.items() if act.verb in verbs]


@audience("desk", permission=READERS, hidden=True)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int, noun: str) -> HttpResponse:
    point = queries.point_for(actor_of(request), pk)
    if point is None:
        raise Http404
    chosen = dict(_acts(request, point)).get(noun)
    if chosen is None:
        raise Http404
    form = ReasonsForm(request.POST if request.method == "POST" else None, label_suffix="")
    asked = Asked(chosen, pk, "desk/score_act.html", ("desk:score", point.score_id))
    return taken(request, asked, form, row=point.score, point=point)
