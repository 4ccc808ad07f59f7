"""The life of a case as one table, and in which roles somebody meets it.

The table is what the code runs, the tests enumerate and the pages draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import Lifecycle, NotAllowed, Refused, Step


def _step(verb: str, source: str, target: str | None, roles: str, limit: str | None = None) -> Step:
    return Step(verb, frozenset(source.split()), target, frozenset(roles.split()), limit)


OPEN = "received referred assigned locked verifying submitted approved joined answered"
"""Every state in which something is still to be done."""

WORKED_ON = "received referred assigned locked verifying submitted approved answered"
"""The open states in which somebody's turn it is; a joined case waits for another."""

EVER = f"{OPEN} declined closed"

LIFECYCLE = Lifecycle(
    name="case",
    first="received",
    steps=(
        _step("refer", "received", "referred", "reviewer system", "review"),
        _step("return_from_team", "referred", "received", "team supervisor", "review"),
        _step("channel", "referred", "answered", "team", "revisit"),
        _step("assign", "received", "assigned", "reviewer", "acceptance"),
        _step("dispatch", "received", "assigned", "system", "acceptance"),
        _step("redirect", "assigned", "assigned", "reviewer supervisor", "acceptance"),
        _step("decline", "received", "declined", "reviewer"),
        _step("accept", "assigned", "verifying", "handler", "verification"),
        _step("send_back", "assigned", "received", "handler", "review"),
        _step("lock", "assigned", "locked", "system", "review"),
        _step("reassign", "locked verifying submitted", "assigned", "supervisor", "acceptance"),
        _step("submit", "verifying", "submitted", "handler", "approval"),
        _step("return_for_rework", "submitted", "verifying", "approver", "verification"),
        _step("ask_extension", "verifying", None, "handler"),
        _step("extend", "verifying", None, "approver supervisor"),
        _step("refuse_extension", "verifying", None, "approver supervisor"),
        _step("ask_suspension", "verifying", None, "handler"),
        _step("suspend", "verifying", None, "approver supervisor"),
        _step("refuse_suspension", "verifying", None, "approver supervisor"),
        _step("resume", "verifying", None, "handler approver supervisor"),
        _step("pass_up", "submitted", "submitted", "approver", "approval"),
        _step("approve", "submitted", "approved", "approver", "reply"),
        _step("answer", "approved", "answered", "reviewer", "revisit"),
        _step("prolong", "joined", None, "system"),
        _step("hasten", "received", None, "system"),
        _step("join", "received", "joined", "reviewer supervisor"),
        _step("separate", "joined", "received", "reviewer supervisor", "review"),
        _step("answer_with_main", "joined", "answered", "system", "revisit"),
        _step("close", "answered", "closed", "reviewer clerk system"),
        _step(
            "pin", "received referred assigned locked verifying submitted", None, "reviewer supervisor system"
        ),
        _step("pin", "joined", None, "system"),
        _step("recuse", WORKED_ON, None, "approver supervisor leader"),
        _step("recount", OPEN, None, "system"),
        _step("overdue", OPEN, None, "system"),
        _step("import", "received", "closed", "system"),
        _step("hold_back", EVER, None, "reviewer supervisor team"),
        _step("put_back", EVER, None, "system"),
        _step("expunge", EVER, "closed", "system"),
    ),
)

SEES_REPORT = frozenset({"reviewer", "supervisor", "team", "clerk"})
"""Roles of the committee: they read the report as it was sent."""

SEES_CASE = SEES_REPORT | {"handler", "approver", "signer"}
"""Roles that read the file at all; handlers and approvers only its redacted version."""

SIGNING = frozenset({"approver", "chief"})
"""Mandates by which somebody named signs for a unit: its responsible leader, and who is over it (S3-17, S3-18)."""


@dataclass(frozen=True)
class Snapshot:
    """Where a case stands: ids, codes and moments, nothing else.

    `organ` is the court, bureau or committee reported on, as a whole; `accused` are officers, `handlers` accounts.
    `acceptor` is the body that took the matter in and answers its sender (S3-15). `main` is the case under which this
    one was joined and whose answer it gets; it stays known after the answer. `levels` are the mandates that sign a
    report one after the other, `signers` who signed in this round, `approver` whose turn it is; `recused` are accounts
    that withdrew. `held_back`: it may hold a secret, and exists for nobody but the secrecy officer (S3-20).
    """

    state: str
    committee: int
    organ: int
    promised_at: datetime
    team: int | None = None
    unit: int | None = None
    handlers: tuple[int, ...] = ()
    approver: int | None = None
    levels: tuple[str, ...] = ()
    signers: tuple[int, ...] = ()
    recused: tuple[int, ...] = ()
    main: int | None = None
    accused: tuple[int, ...] = ()
    due_kind: str = ""
    due_at: datetime | None = None
    overdue: bool = False
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    acceptor: int | None = None
    held_back: bool = False
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
    """The roles in which `actor` meets this case: none at all for the officer it is about, or somebody close to them.

    Who belongs to the house reported on meets it only when named in the assignment, even as a member of the leading
    group (S0-04 makes the units' own leaders its deputies). A handler or approver must still hold the mandate. Who
    signed at a lower level reads on; who withdrew is out.
    """
    if actor.account == "system":
        return frozenset({"system"})
    me = account_id(actor)
    if case.held_back or not actor.stays_out_for.isdisjoint(case.accused) or me in case.recused:
        return frozenset()
    roles: frozenset[str] = frozenset()
    if actor.home is None or actor.home != case.organ:
        roles = actor.roles_in(case.committee) & {"reviewer", "supervisor", "clerk", "leader"}
        if case.team is not None and case.state == "referred":
            roles |= actor.roles_in(case.team) & {"team"}
    if case.unit is not None:
        here = actor.roles_in(case.unit)
        if me in case.handlers:
            roles |= here & {"handler"}
        if here & SIGNING and me is not None:
            roles |= (
                {"approver"} if me == case.approver else {"signer"} if me in case.signers else frozenset()
            )
    return roles
