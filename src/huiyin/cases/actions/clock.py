"""The clocks of a case: started by a step, counted anew over a pause or with more time. Nothing else moves one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from huiyin.cases.models import Case, Deadline, Objection
from huiyin.cases.rules.leeway import EXTENSION
from huiyin.cases.rules.warning import warn_at
from huiyin.cases.times.models import TimeRequest
from huiyin.kernel import deadlines as kernel
from huiyin.kernel.limits import Limit
from huiyin.ledger.prepared import Fixed, Given
from huiyin.organisations.queries import lies_in
from huiyin.policy import queries as policy

PAUSABLE = frozenset({"verifying"})
"""States in which time may be asked for, and so may stand still."""


def start(case: Case, kind: str, now: datetime, limit: str = "", *, again: bool = False) -> Deadline:
    """A step's clock with how it was computed, not yet in its table.

    `again`: it goes on with the one that ran before somebody objected to the assignment.
    """
    rules, due = policy.policy(), _after_objection(case, kind, now) if again else None
    return begin(case, kind, now, due or rules.due(limit or kind, start=now, **facts_of(case)), rules)


def said_of(begun: Deadline) -> list[str]:
    """What an event says of a clock that it starts."""
    return [begun.kind, begun.due_at.isoformat()]


def _after_objection(case: Case, kind: str, now: datetime) -> kernel.Deadline | None:
    """The unit's clock that an objection interrupted; None where none was.

    It has what was left of it; where the city let it run on, not less than until the next close of business.
    """
    given = case.assignments.filter(ended_at=None).latest("at")
    interrupted = case.deadlines.filter(kind=kind, ended_at__in=given.objections.values("at"))
    row = interrupted.order_by("pk").last()
    if row is None:
        return None
    due = _again(row, facts_of(case)["region"], [])
    late_before = row.ended_at is not None and row.due_at < row.ended_at
    if due.due_at <= now and not late_before:
        given.objections.update(stood=True)
        due = _again(row, facts_of(case)["region"], [])
    return due


def facts_of(case: Case) -> dict[str, str]:
    """What a limit may depend on in this case."""
    return {
        "region": lies_in(case.unit_id or case.committee_id),
        "kind": case.problem_type,
        "channel": case.channel,
    }


def begin(case: Case, kind: str, now: datetime, due: kernel.Deadline, rules: policy.Policy) -> Deadline:
    """A clock that begins, not yet in its table."""
    return Deadline(
        case=case,
        kind=kind,
        started_at=now,
        due_at=due.due_at,
        how=due.to_json(),
        warn_at=_warned(case, now, due.due_at, rules),
    )


def _warned(case: Case, now: datetime, due_at: datetime, rules: policy.Policy) -> datetime | None:
    return warn_at(now, due_at, rules.calendar, rules.office_hours.there(facts_of(case)["region"]))


_ASKED = Fixed(lambda: TimeRequest.objects.filter(case=Given("case")).values_list("pk", flat=True))
"""Whether time was ever asked for in a case."""


def recount(case: Case, now: datetime, asked: Iterable[TimeRequest]) -> dict[str, Any]:
    """Counts the step's deadline and the promise anew with what was granted; gives what the event says of them."""
    granted, facts = list(asked), dict[str, Any]()
    rows = case.deadlines.select_for_update().filter(ended_at=None, kind__in=(case.due_kind, "whole"))
    for row in rows.order_by("pk"):
        move(row, _again(row, facts_of(case)["region"], granted), now)
        if row.kind == "whole":
            facts["promised_at"] = row.due_at.isoformat()
        else:
            facts["due"] = [row.kind, row.due_at.isoformat()]
    return facts


def _again(row: Deadline, region: str, granted: list[TimeRequest]) -> kernel.Deadline:
    """A step has nothing of what was granted before it began; an objection never stops the promise."""
    kept = kernel.Deadline.from_json(row.how)
    pauses = [
        kernel.Pause(one.begins_at, one.ends_at)
        for one in granted
        if one.begins_at and one.ends_at and one.ends_at > kept.started_at
    ]
    if row.kind != "whole":
        stood = Objection.objects.filter(
            assignment__case=row.case_id, stood=True, decided_at__gt=kept.started_at
        )
        pauses += [kernel.Pause(one.at, one.decided_at) for one in stood if one.decided_at]
    extensions = [
        Limit.from_json(one.limit)
        for one in granted
        if one.kind == EXTENSION and one.decided_at and one.decided_at >= kept.started_at
    ]
    return kernel.again(
        kept, policy.calendar(), policy.office_hours(region), pauses=pauses, extensions=extensions
    )


def move(row: Deadline, due: kernel.Deadline, now: datetime) -> None:
    """Writes what was counted anew. Whoever was warned of the old day is warned of the new one, too."""
    if due.due_at <= now:
        return  # nobody is made late by counting
    if due.due_at != row.due_at:
        row.warn_at, row.warned_at = _warned(row.case, now, due.due_at, policy.policy()), None
    row.due_at, row.how = due.due_at, due.to_json()
    row.save(update_fields=["due_at", "how", "warn_at", "warned_at"])


def stop_asking(case: Case, now: datetime) -> dict[str, Any]:
    """A step that goes on ends what waits to be decided, and a suspension: the promise gets back what is left of it."""
    if not _ASKED.all(case=case.pk):
        return {}
    case.time_requests.filter(decided_at=None).update(decided_at=now)
    running = case.time_requests.filter(granted=True, begins_at__lte=now, ends_at__gt=now)
    if not running.update(ends_at=now, resumed_at=now):
        return {}
    facts = recount(case, now, case.time_requests.filter(granted=True).order_by("decided_at"))
    return {"promised_at": facts["promised_at"]}
