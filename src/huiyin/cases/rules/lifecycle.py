"""The life of a case as one table, and in which roles somebody meets it.

The table is what the code runs, the tests enumerate and the pages draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import Lifecycle, NotAllowed, Refused, step

OPEN = "received referred assigned objected disputed locked verifying submitted approved joined answered"
"""Every state in which something is still to be done."""

WORKED_ON = "received referred assigned objected disputed locked verifying submitted approved answered"
"""The open states in which somebody's turn it is; a joined case waits for another."""

EVER = f"{OPEN} declined closed"

LIFECYCLE = Lifecycle(
    name="case",
    first="received",
    steps=(
        step("refer", "received", "referred", "reviewer system", "review"),
        step("return_from_team", "referred", "received", "team supervisor", "review"),
        step("channel", "referred", "answered", "team", "revisit"),
        step("assign", "received", "assigned", "reviewer", "acceptance"),
        step("dispatch", "received", "assigned", "system", "acceptance"),
        step("redirect", "assigned objected", "assigned", "reviewer supervisor", "acceptance"),
        step("decline", "received", "declined", "reviewer"),
        step("accept", "assigned", "verifying", "handler", "verification"),
        step("object_to", "assigned verifying", "objected", "handler", "objection_answer"),
        step("send_back", "objected", "received", "reviewer supervisor", "review"),
        step("affirm", "objected", "assigned", "reviewer supervisor", "acceptance"),
        step("dispute", "assigned verifying", "disputed", "handler", "dispute"),
        step("send_back", "disputed", "received", "arbiter", "review"),
        step("affirm", "disputed", "assigned", "arbiter", "acceptance"),
        step("lock", "assigned", "locked", "system", "review"),
        step("reassign", "locked verifying submitted", "assigned", "supervisor", "acceptance"),
        step("establish", "verifying", "verifying", "handler", "handling"),
        step("submit", "verifying", "submitted", "handler", "approval"),
        step("return_for_rework", "submitted", "verifying", "approver", "verification"),
        step("ask_extension", "verifying", None, "handler"),
        step("extend", "verifying", None, "approver supervisor"),
        step("refuse_extension", "verifying", None, "approver supervisor"),
        step("ask_suspension", "verifying", None, "handler"),
        step("suspend", "verifying", None, "approver supervisor"),
        step("refuse_suspension", "verifying", None, "approver supervisor"),
        step("resume", "verifying", None, "handler approver supervisor"),
        step("pass_up", "submitted", "submitted", "approver", "approval"),
        step("stand_in", "submitted", None, "system"),
        step("approve", "submitted", "approved", "approver", "reply"),
        step("answer", "approved", "answered", "reviewer", "revisit"),
        step("prolong", "joined", None, "system"),
        step("hasten", "received", None, "system"),
        step("join", "received", "joined", "reviewer supervisor"),
        step("separate", "joined", "received", "reviewer supervisor", "review"),
        step("answer_with_main", "joined", "answered", "system", "revisit"),
        step("close", "answered", "closed", "reviewer clerk system"),
        step(
            "pin",
            "received referred assigned objected disputed locked verifying submitted",
            None,
            "reviewer supervisor system",
        ),
        step("pin", "joined", None, "system"),
        step("recuse", WORKED_ON, None, "approver supervisor leader"),
        step("recount", OPEN, None, "system"),
        step("overdue", OPEN, None, "system"),
        step("import", "received", "closed", "system"),
        step("hold_back", EVER, None, "reviewer supervisor team secrecy"),
        step("put_back", EVER, None, "system"),
        step("expunge", EVER, "closed", "system"),
    ),
)

SEES_REPORT = frozenset({"reviewer", "supervisor", "team", "clerk"})
"""Roles of the committee: they read the report as it was sent."""

SEES_CASE = SEES_REPORT | {"handler", "approver", "signer", "arbiter"}
"""Roles that read the file at all; those outside the committee only its redacted version."""

SIGNING = frozenset({"approver", "chief"})
"""Mandates by which somebody named signs for a unit: its responsible leader, and who is over it (S3-17, S3-18)."""

ARBITERS = frozenset({"supervisor", "leader", *SIGNING})
"""Mandates by which somebody of the common superior decides who is competent (Petition Work Regulations art. 24)."""


@dataclass(frozen=True)
class Snapshot:
    """Where a case stands: ids, codes and moments, nothing else.

    `organ` is the court, bureau or committee reported on, as a whole; `accused` are officers, `handlers` accounts.
    `acceptor` is the body that took the matter in and answers its sender (S3-15). `main` is the case under which this
    one was joined and whose answer it gets; it stays known after the answer. `levels` are the mandates that sign a
    report one after the other, `signers` who signed in this round, `approver` whose turn it is; `recused` are accounts
    that withdrew. `held_back`: it may hold a secret, and exists for nobody but the secrecy officer (S3-20).
    `arbiter` is the unit that decides a dispute about who is competent.
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
    arbiter: int | None = None
    version: int = 0


def person(by: Actor) -> int:
    """The account that acts. Raises NotAllowed where nobody in person does: such acts are signed."""
    if by.account_id is None:
        raise NotAllowed(Refused("no_account"))
    return by.account_id


def roles_on(case: Snapshot, actor: Actor) -> frozenset[str]:
    """The roles in which `actor` meets this case: none at all for the officer it is about, or somebody close to them.

    Who belongs to the house reported on meets it only when named in the assignment, even as a member of the leading
    group (S0-04 makes the units' own leaders its deputies). A handler or approver must still hold the mandate. Who
    signed at a lower level reads on; who withdrew is out.
    """
    if actor.account == "system":
        return frozenset({"system"})
    me = actor.account_id
    if case.held_back or not actor.stays_out_for.isdisjoint(case.accused) or me in case.recused:
        return frozenset()
    above: frozenset[str] = frozenset()
    if actor.home is None or actor.home != case.organ:
        above = _above(case, actor)
    return above if case.unit is None else above | _in_the_unit(case, actor, me)


def _above(case: Snapshot, actor: Actor) -> frozenset[str]:
    """Roles of the committee, of the work team whose turn it is, and of whoever decides a dispute."""
    roles = actor.roles_in(case.committee) & {"reviewer", "supervisor", "clerk", "leader"}
    if case.team is not None and case.state == "referred":
        roles |= actor.roles_in(case.team) & {"team"}
    if case.state == "disputed" and actor.roles_in(case.arbiter) & ARBITERS:
        roles |= {"arbiter"}
    return roles


def _in_the_unit(case: Snapshot, actor: Actor, me: int | None) -> frozenset[str]:
    """Roles of those whom the assignment names."""
    here = actor.roles_in(case.unit)
    roles = here & {"handler"} if me in case.handlers else frozenset()
    if here & SIGNING and me is not None:
        roles |= {"approver"} if me == case.approver else {"signer"} if me in case.signers else frozenset()
    return roles
