"""The life of a case as one table, and how each event changes where it stands.

The table is what the code runs, the tests enumerate and the pages draw. `evolve` is the only place that says what
an event does: the row in the database is the fold of the case's events.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import Lifecycle, NotAllowed, Refused, Step


def _step(verb: str, source: str, target: str | None, roles: str, limit: str | None = None) -> Step:
    return Step(verb, frozenset(source.split()), target, frozenset(roles.split()), limit)


OPEN = "received referred assigned locked verifying submitted approved answered"
"""Every state in which something is still to be done."""

LIFECYCLE = Lifecycle(
    name="case",
    first="received",
    steps=(
        _step("refer", "received", "referred", "reviewer system", "review"),
        _step("return_from_team", "referred", "received", "team", "review"),
        _step("channel", "referred", "answered", "team", "revisit"),
        _step("assign", "received", "assigned", "reviewer", "acceptance"),
        _step("decline", "received", "declined", "reviewer"),
        _step("accept", "assigned", "verifying", "handler", "verification"),
        _step("send_back", "assigned", "received", "handler", "review"),
        _step("lock", "assigned", "locked", "system", "review"),
        _step("reassign", "locked", "assigned", "supervisor", "acceptance"),
        _step("submit", "verifying", "submitted", "handler", "approval"),
        _step("return_for_rework", "submitted", "verifying", "approver", "verification"),
        _step("approve", "submitted", "approved", "approver", "reply"),
        _step("answer", "approved", "answered", "reviewer", "revisit"),
        _step("close", "answered", "closed", "reviewer clerk system"),
        _step("pin", "received referred assigned locked verifying submitted", None, "reviewer supervisor"),
        _step("overdue", OPEN, None, "system"),
        _step("import", "received", "closed", "system"),
    ),
)

SEES_REPORT = frozenset({"reviewer", "supervisor", "team", "clerk"})
"""Roles of the committee: they read the report as it was sent."""

SEES_CASE = SEES_REPORT | {"handler", "approver"}
"""Roles that read the file at all; handlers and approvers only its redacted version."""


@dataclass(frozen=True)
class Snapshot:
    """Where a case stands: ids, codes and moments, nothing else.

    `organ` is the court, bureau or committee reported on, as a whole; `accused` are officers, `handlers` accounts.
    """

    state: str
    committee: int
    organ: int
    promised_at: datetime
    team: int | None = None
    unit: int | None = None
    handlers: tuple[int, ...] = ()
    approver: int | None = None
    accused: tuple[int, ...] = ()
    due_kind: str = ""
    due_at: datetime | None = None
    overdue: bool = False
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    version: int = 0


def account_id(actor: Actor) -> int | None:
    """The number in "account:7"; None for the public and the program."""
    kind, _, number = actor.account.partition(":")
    return int(number) if kind == "account" else None


def person(by: Actor) -> int:
    """The account that acts. Raises NotAllowed where nobody in person does: such acts are signed."""
    number = account_id(by)
    if number is None:
        raise NotAllowed(Refused("no_account"))
    return number


def roles_on(case: Snapshot, actor: Actor) -> frozenset[str]:
    """The roles in which `actor` meets this case: none at all for the officer it is about.

    Who belongs to the house reported on meets it only when named in the assignment, even as a member of the leading
    group (S0-04 makes the units' own leaders its deputies). A handler or approver must still hold the mandate.
    """
    if actor.account == "system":
        return frozenset({"system"})
    if actor.officer is not None and actor.officer in case.accused:
        return frozenset()
    roles: frozenset[str] = frozenset()
    if actor.home is None or actor.home != case.organ:
        roles = actor.roles_in(case.committee) & {"reviewer", "supervisor", "clerk", "leader"}
        if case.team is not None and case.state == "referred":
            roles |= actor.roles_in(case.team) & {"team"}
    if case.unit is not None:
        here = actor.roles_in(case.unit)
        me = account_id(actor)
        if me in case.handlers:
            roles |= here & {"handler"}
        if me is not None and me == case.approver:
            roles |= here & {"approver"}
    return roles


Facts = Mapping[str, Any]

_CHANGES: Mapping[str, Callable[[Facts, datetime], dict[str, Any]]] = {
    "refer": lambda data, at: {"team": data["team"]},
    "return_from_team": lambda data, at: {"team": None},
    "assign": lambda data, at: _given_to(data),
    "reassign": lambda data, at: _given_to(data),
    "send_back": lambda data, at: {"unit": None, "handlers": (), "approver": None},
    "answer": lambda data, at: {"answered_at": at},
    "channel": lambda data, at: {"answered_at": at},
    "decline": lambda data, at: {"answered_at": at},
    "close": lambda data, at: {"closed_at": at},
    "import": lambda data, at: _long_ago(data),
}
"""What an event changes beside state and deadline."""


def _given_to(data: Facts) -> dict[str, Any]:
    return {"unit": data["unit"], "handlers": tuple(data["handlers"]), "approver": data["approver"]}


def _long_ago(data: Facts) -> dict[str, Any]:
    """An answer given before the report came here: it ended the file there and then."""
    answered = datetime.fromisoformat(data["answered_at"])
    return {"answered_at": answered, "closed_at": answered}


def evolve(case: Snapshot, verb: str, data: Facts, at: datetime) -> Snapshot:
    """Where the case stands after an event. `data["due"]` is [kind, moment] where the event starts a deadline."""
    version = case.version + 1
    if verb == "overdue":
        return replace(case, overdue=True, version=version)
    if verb == "pin":
        return replace(case, accused=tuple(sorted({*case.accused, *data["officers"]})), version=version)
    step = next(s for s in LIFECYCLE.steps if s.verb == verb and case.state in s.source)
    kind, moment = data.get("due") or ("", None)
    changes = _CHANGES[verb](data, at) if verb in _CHANGES else {}
    return replace(
        case,
        state=step.target or case.state,
        due_kind=kind,
        due_at=datetime.fromisoformat(moment) if moment else None,
        overdue=False,
        version=version,
        **changes,
    )


def begin(data: Facts) -> Snapshot:
    """Where a case stands after its first event, "open". What was answered elsewhere begins without a deadline."""
    kind, moment = data["due"] or ("", None)
    return Snapshot(
        state=LIFECYCLE.first,
        committee=data["committee"],
        organ=data["organ"],
        promised_at=datetime.fromisoformat(data["promised_at"]),
        accused=tuple(sorted(data["accused"])),
        due_kind=kind,
        due_at=datetime.fromisoformat(moment) if moment else None,
        version=1,
    )
