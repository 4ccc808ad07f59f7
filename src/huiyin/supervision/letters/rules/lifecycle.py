"""The life of a letter, and of each copy of it at a unit, as tables; and in which roles somebody meets them.

A role here is what somebody is to this letter, not what they are in the city: `roles_on` finds it.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import Lifecycle, step

UNSENT = "drafted in_approval cleared"
"""States in which only those of the issuing body know of a letter."""

ENDED = frozenset({"concluded", "voided"})
"""States in which a letter asks nothing of anybody any more."""

LETTER = Lifecycle(
    name="letter",
    first="drafted",
    steps=(
        step("edit", "drafted", None, "writer"),
        step("propose", "drafted", "in_approval", "writer system"),
        step("consent", "in_approval", None, "level"),
        step("clear", "in_approval", "cleared", "level system"),
        step("hand_back", "in_approval cleared", "drafted", "level signer"),
        step("sign", "cleared", "signed", "signer"),
        step("deliver", "signed", "delivered", "system"),
        step("conclude", "delivered", "concluded", "judge system"),
        step("void", "drafted in_approval cleared signed delivered", "voided", "signer"),
        step("void", "drafted", "voided", "writer"),
        step("expunge", f"{UNSENT} signed delivered concluded voided", None, "system"),
    ),
)

SERVICE = Lifecycle(
    name="service",
    first="pending",
    steps=(
        step("deliver", "pending", "delivered", "system"),
        step("withhold", "pending", "withheld", "system"),
        step("acknowledge", "delivered", "acknowledged", "recipient"),
        step("pass_late", "delivered acknowledged insufficient", None, "system"),
        step("report_progress", "acknowledged insufficient sufficient", None, "recipient"),
        step("reply", "delivered acknowledged insufficient", "replied", "recipient"),
        step("find_sufficient", "replied", "sufficient", "judge"),
        step("ask_again", "replied", "insufficient", "judge"),
        step("strike_off", "sufficient", "struck_off", "judge"),
        step("void", "delivered acknowledged insufficient replied sufficient", "voided", "system"),
    ),
)

OWING = frozenset({"delivered", "acknowledged", "insufficient"})
"""States in which a unit that has to answer hasn't."""


@dataclass(frozen=True)
class Kind:
    """What the city says of a kind of paper: roles held for the issuer."""

    writers: frozenset[str]
    levels: tuple[str, ...]
    signers: frozenset[str]
    reply: str = ""


@dataclass(frozen=True)
class Copy:
    """Where a letter stands at one unit. `readers`: accounts there that may open it. `due`: an answer is expected."""

    unit: int
    state: str
    readers: frozenset[int]
    owes: bool = False


@dataclass(frozen=True)
class Snapshot:
    """Where a letter stands. `organ`: the house it is about; `accused`: officers; `writer`: who worded it last.

    `consents`: how many levels have said yes. `held_back`: the case it is about may hold a secret (S3-20).
    """

    state: str
    issuer: int
    kind: Kind
    organ: int | None = None
    accused: frozenset[int] = frozenset()
    writer: str = "system"
    consents: int = 0
    held_back: bool = False
    copies: tuple[Copy, ...] = ()


def stays_out(letter: Snapshot, actor: Actor) -> bool:
    """Whether it doesn't exist for them: it is about them, somebody close to them, or what is out of sight."""
    return letter.held_back or not actor.stays_out_for.isdisjoint(letter.accused)


def roles_on(letter: Snapshot, actor: Actor) -> frozenset[str]:
    """What the actor is to this letter at the issuing body: reader, writer, level, signer, judge. None: not theirs.

    Who belongs to the house it is about reads it only as one of those whom it is addressed to. Nobody says yes to,
    or signs, what they worded themselves where the kind has levels of approval.
    """
    if actor.account == "system":
        return frozenset({"system"})
    if stays_out(letter, actor) or (actor.home is not None and actor.home == letter.organ):
        return frozenset()
    here, kind = actor.roles_in(letter.issuer), letter.kind
    found = set()
    if here & (kind.writers | kind.signers | set(kind.levels)):
        found.add("reader")
    if here & kind.writers:
        found |= {"writer", "judge"}
    own = actor.account == letter.writer and bool(kind.levels)
    if letter.consents < len(kind.levels) and kind.levels[letter.consents] in here and not own:
        found.add("level")
    if here & kind.signers and not own:
        found.add("signer")
    return frozenset(found)


def roles_at(letter: Snapshot, copy: Copy, actor: Actor) -> frozenset[str]:
    """`recipient` where the actor may open this copy: it has arrived, and they are among those meant to read it."""
    if actor.account == "system":
        return frozenset({"system"})
    if stays_out(letter, actor) or copy.state in ("pending", "withheld"):
        return frozenset()
    return frozenset({"recipient"}) if actor.account_id in copy.readers else frozenset()


def reads(letter: Snapshot, actor: Actor) -> bool:
    """Whether the letter exists for the actor."""
    return bool(roles_on(letter, actor)) or any(roles_at(letter, copy, actor) for copy in letter.copies)


def settled(copy: Copy) -> bool:
    """Whether nothing more is expected at that unit."""
    if copy.state in ("withheld", "struck_off"):
        return True
    return copy.state == "acknowledged" and not copy.owes
