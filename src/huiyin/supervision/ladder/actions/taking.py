"""How every step on the ladder is taken: the case's row locked first, as every act on it does, then its standing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huiyin.cases.models import Case
from huiyin.cases.rules.lifecycle import roles_on
from huiyin.kernel.actor import Actor
from huiyin.kernel.deadlines import Deadline as Counted
from huiyin.kernel.lifecycle import NotAllowed, Refused, Step
from huiyin.ledger.actions import record
from huiyin.policy.queries import policy
from huiyin.supervision.ladder.models import Standing
from huiyin.supervision.ladder.rules.lifecycle import LIFECYCLE
from huiyin.supervision.ladder.rules.rungs import Facts, Spot, coming, stands
from huiyin.supervision.letters.models import Letter
from huiyin.supervision.letters.rules.lifecycle import UNSENT

SUPERVISES = "supervisor"


def locked(pk: int) -> Standing | None:
    """The standing with its case's row locked before its own."""
    Case.objects.select_for_update(no_key=True, of=("self",)).filter(standings=pk).first()
    rows = Standing.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("case__committee__region", "unit__region", "deadline").filter(pk=pk).first()


def belongs(standing: Standing) -> bool:
    """Whether its case is still late by that deadline."""
    case, deadline = standing.case, standing.deadline
    later = case.deadlines.filter(kind=standing.kind, pk__gt=deadline.pk)
    return stands(
        standing.kind,
        Facts(
            state=case.state,
            answered=case.answered_at is not None,
            running=deadline.ended_at is None,
            moved=deadline.due_at > standing.due_at,
            last=not later.exists(),
        ),
    )


def unsigned(standing: Standing) -> bool:
    """Whether the last rung's paper hasn't been signed yet: nobody is summoned over a letter that never came."""
    last = standing.climbs.filter(act__in=("letter", "advice"), skipped=False).order_by("-pk").first()
    return (
        last is not None
        and Letter.objects.filter(because=f"climb:{last.pk}", state__in=UNSENT.split()).exists()
    )


def plan(standing: Standing) -> None:
    """Writes what comes next into the row, which the caller saves."""
    rules, region = policy(), standing.unit.region.code
    taken = standing.climbs.order_by("pk").values_list("rung", "at")

    def due(limit: str, start: datetime) -> Counted:
        return rules.due(limit, region=region, start=start)

    spot = Spot(standing.kind, standing.due_at, tuple(taken))
    found = coming(rules.ladder, spot, due, rules.calendar, rules.office_hours.there(region))
    standing.next_rung = found.rung.code if found.rung else ""
    standing.next_at = found.at
    standing.how = found.how.to_json() if found.how else None


def permitted(standing: Standing | None, verb: str, by: Actor) -> tuple[Standing, Step]:
    """The step that `by` may take. For whom the case doesn't exist, or isn't theirs to supervise, nothing does."""
    if standing is None or SUPERVISES not in (roles := roles_on(standing.case.snapshot(), by)):
        raise NotAllowed(Refused("unknown"))
    step = LIFECYCLE.allowed(verb, standing.state, roles)
    return standing, step


def write(standing: Standing, verb: str, *, by: Actor, now: datetime, **facts: Any) -> None:
    """Saves the row and records the event that belongs to it. The one assignment of a standing's state."""
    step = next((s for s in LIFECYCLE.steps if s.verb == verb), None)
    if step is not None and step.target:
        standing.state = step.target
    if standing.state in ("taken_off", "left"):
        standing.ended_at, standing.next_at = now, None
    standing.save()
    data = {"case": standing.case_id, "kind": standing.kind, **facts}
    record("standing", standing.pk, verb, by=by, now=now, unit=standing.case.committee_id, data=data)
