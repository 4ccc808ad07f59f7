"""How every verb is taken: lock the row, ask the table, write event and new state together.

The other modules of this package hold one verb per function. `by` acts, `now` is when, `seen` is the version of the
case that the person had on the screen: somebody else's act in between raises Conflict with what changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huiyin.cases.actions.clock import PAUSABLE, said_of, start, stop_asking
from huiyin.cases.actions.writing import write_step
from huiyin.cases.models import Case, Verification
from huiyin.cases.rules import checks
from huiyin.cases.rules.history import evolve
from huiyin.cases.rules.lifecycle import LIFECYCLE, Snapshot, roles_on
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import Conflict, NotAllowed, Refused
from huiyin.kernel.text import clean
from huiyin.ledger.prepared import Fixed, Given, Part
from huiyin.ledger.queries import events_of
from huiyin.ledger.rules.chain import Entry

LONGEST = 10_000
"""Characters in any one text written at a desk."""


_CASE = Fixed(lambda: Case.objects.select_for_update(no_key=True).filter(number=Given("number")))


def locked(number: str) -> Case:
    """The case, its row locked until the transaction ends.

    Raises NotAllowed with `unknown` for a number there isn't: the same as for a case that isn't the actor's.
    Whoever also locks a report locks the case first.
    """
    case = _CASE.first(number=number)
    if case is None:
        raise NotAllowed(Refused("unknown"))
    return case


_LAST = Fixed(lambda: Verification.objects.filter(case=Given("case")).order_by("-round")[:1])


def last_verification(case: Case) -> Verification | None:
    """What was written about the latest round of work."""
    return _LAST.first(case=case.pk)


def allowed(case: Case, verb: str, by: Actor, seen: int | None) -> Snapshot:
    """The case's snapshot where `by` may take `verb`; raises Conflict or NotAllowed.

    Who has no role in a case at all must not learn that it is there: for them it is `unknown`.
    """
    snapshot = case.snapshot()
    roles = roles_on(snapshot, by)
    if not roles:
        raise NotAllowed(Refused("unknown"))
    step = LIFECYCLE.step(verb, snapshot.state, roles)
    if seen is not None and seen != snapshot.version:
        last = [e.verb for e in events_of("case", case.pk)][-1:]
        raise Conflict(last[0] if last else "")
    if isinstance(step, Refused):
        raise NotAllowed(step)
    return snapshot


def take(
    case: Case,
    verb: str,
    before: Snapshot,
    *,
    by: Actor,
    now: datetime,
    limit: str = "",
    again: bool = False,
    worded: bool = False,
    also: Mapping[str, Part] | None = None,
    **facts: Any,
) -> Case:
    """Takes a step that `allowed` let through: ends the running deadline, starts the next, writes event and row.

    `limit`: another row of the city's limits for the step's deadline. `again`: that deadline ran before an objection.
    `worded`, `also`: see `writing.write_step`.
    """
    step = next(s for s in LIFECYCLE.steps if s.verb == verb and before.state in s.source)
    data: dict[str, Any] = dict(facts)
    begun = None
    if step.target is not None:
        if before.state in PAUSABLE:
            data |= stop_asking(case, now)
        case.unit_id = facts.get("unit", case.unit_id)
        if step.limit:
            begun = start(case, step.limit, now, limit, again=again)
            data["due"] = said_of(begun)
    after = evolve(before, verb, data, now)
    unit = _acting_for(before, by)
    entry = Entry("case", str(case.pk), 0, verb, by.account, unit, now, data, "")
    write_step(
        case, before, after, entry, ends=step.target is not None, begun=begun, worded=worded, also=also
    )
    return case


def _acting_for(case: Snapshot, by: Actor) -> int:
    """The unit for which somebody acts: the committee, unless it is another unit's or a team's turn."""
    roles = roles_on(case, by)
    if case.arbiter is not None and "arbiter" in roles:
        return case.arbiter
    if case.unit is not None and roles & {"handler", "approver", "signer"}:
        return case.unit
    return case.team if case.team is not None and "team" in roles else case.committee


def tidy(field: str, text: str, limit: int = LONGEST) -> str:
    """Clean text of a person at a desk. Raises NotAllowed naming the field."""
    result = clean(text, limit)
    if isinstance(result, Refused):
        raise NotAllowed(Refused(result.reason, {**result.detail, "field": field}))
    return result.strip()


def needs_reason(text: str) -> str:
    """A clean reason. Raises NotAllowed where it says nothing."""
    if refused := checks.reason(text):
        raise NotAllowed(refused)
    return tidy("reason", text)
