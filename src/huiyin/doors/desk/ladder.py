"""What stands on the ladder, for who supervises: the next rung and its day, what needs them, one act each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from huiyin.cases.models import Case
from huiyin.cases.rules.lifecycle import SEES_REPORT, roles_on
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.rows import about, title_for
from huiyin.doors.desk.scoping import actor_of, rules_of
from huiyin.doors.desk.wording import ALARMS, LIMITS, RUNG_ACTS
from huiyin.doors.shared.access import audience
from huiyin.kernel.actor import Actor
from huiyin.policy.queries import Policy, said
from huiyin.policy.rules.ladder import rungs_of
from huiyin.supervision.ladder import queries
from huiyin.supervision.ladder.models import Alarm, Climb, Interview, Standing
from huiyin.supervision.ladder.queries import WATCHES
from huiyin.supervision.ladder.rules.lifecycle import INTERVIEW, LIFECYCLE

MOST = 100
"""Rows of one list."""


@dataclass(frozen=True)
class Matter:
    """A case as its line shows it."""

    case: Case
    title: str
    about: str
    verbs: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where a case stands on the ladder, in words."""

    matter: Matter
    standing: Standing
    kind: str
    rungs: tuple[tuple[str, str, datetime | None], ...]
    """Each rung of its way: name, "done", "skipped", "next" or "", and since when it is behind."""
    next: str


@audience("desk", permission=WATCHES)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """What needs somebody first, then everything that climbs, by what happens next."""
    actor, rules = actor_of(request), rules_of(request)
    rows = list(queries.standing_on(actor)[: MOST + 1])
    context = {
        "alarms": [
            (one, _alarm(one), _matter(one.standing.case, actor)) for one in queries.alarms(actor)[:MOST]
        ],
        "interviews": [(one, _interview(one, actor)) for one in queries.interviews(actor)[:MOST]],
        "places": [_place(row, actor, rules) for row in rows[:MOST]],
        "more": len(rows) > MOST,
    }
    return desk_page(request, "desk/ladder.html", context)


def panel(actor: Actor, case: Case, rules: Policy) -> list[dict[str, Any]]:
    """The rounds of a case on the ladder, newest first, for its file; empty for who doesn't watch it."""
    roles = roles_on(case.snapshot(), actor)
    return [
        {
            "place": _place(one, actor, rules),
            "climbs": [_climb(climb, rules, roles) for climb in one.climbs.all()],
            "alarms": [_alarm(alarm) for alarm in one.alarms.all() if alarm.settled_at is None],
        }
        for one in queries.history(actor, case)
    ]


def _matter(case: Case, actor: Actor, standing: Standing | None = None) -> Matter:
    roles = roles_on(case.snapshot(), actor)
    verbs = LIFECYCLE.open_to(standing.state, roles) if standing else ()
    if standing and not standing.next_rung:
        verbs = tuple(verb for verb in verbs if verb != "skip")
    return Matter(case, title_for(case, sees=bool(roles & SEES_REPORT)), about(case), verbs)


def _interview(one: Interview, actor: Actor) -> Matter:
    verbs = INTERVIEW.open_to(one.state, roles_on(one.case.snapshot(), actor))
    return Matter(one.case, "", about(one.case), verbs)


def _place(row: Standing, actor: Actor, rules: Policy) -> Place:
    behind = {climb.rung: ("skipped" if climb.skipped else "done", climb.at) for climb in row.climbs.all()}
    way = rungs_of(rules.ladder, row.kind)
    names = {rung.code: said(rung, "name", get_language() or "zh") for rung in way}
    steps = tuple(
        (
            names[rung.code],
            *(behind.get(rung.code) or ("next" if rung.code == row.next_rung and row.next_at else "", None)),
        )
        for rung in way
    )
    kind = str(LIMITS.get(row.kind, row.kind))
    return Place(_matter(row.case, actor, row), row, kind, steps, names.get(row.next_rung, ""))


def _climb(climb: Climb, rules: Policy, roles: frozenset[str]) -> Mapping[str, Any]:
    rung = next((one for one in rules.ladder if one.code == climb.rung), None)
    name = said(rung, "name", get_language() or "zh") if rung else str(RUNG_ACTS.get(climb.act, climb.act))
    row = getattr(climb, "interview", None)
    may = row is not None and "add_paper" in INTERVIEW.open_to(row.state, roles)
    return {"climb": climb, "name": name, "interview": row, "may_bring": may}


def _alarm(alarm: Alarm) -> str:
    return str(ALARMS.get(alarm.kind, alarm.kind))
