"""The life of a letter, and of each copy of it at a unit, as tables; and in which roles somebody meets them.

A role here is what somebody is to this letter, not what they are in the city: `roles_on` finds it.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import Lifecycle, Step


def _step(verb: str, source: str, target: str | None, roles: str) -> Step:
    return Step(verb, frozenset(source.split()), target, frozenset(roles.split()))


UNSENT = "drafted in_approval cleared"
"""States in which only those of the issuing body know of a letter."""

LETTER = Lifecycle(
    name="letter",
    first="drafted",
    steps=(
        _step("edit", "drafted", None, "writer"),
        _step("propose", "drafted", "in_approval", "writer system"),
        _step("consent", "in_approval", None, "level"),
        _step("clear", "in_approval", "cleared", "level system"),
        _step("hand_back", "in_approval cleared", "drafted", "level signer"),
        _step("sign", "cleared", "signed", "signer"),
        _step("deliver", "signed", "delivered", "system"),
        _step("conclude", "delivered", "concluded", "judge system"),
        _step("void", "drafted in_approval cleared signed delivered", "voided", "signer"),
        _step("void", "drafted", "voided", "writer"),
    ),
)

SERVICE = Lifecycle(
    name="service",
    first="pending",
    steps=(
        _step("deliver", "pending", "delivered", "system"),
        _step("withhold", "pending", "withheld", "system"),
        _step("acknowledge", "delivered", "acknowledged", "recipient"),
        _step("pass_late", "delivered acknowledged insufficient", None, "system"),
        _step("report_progress", "acknowledged insufficient sufficient", None, "recipient"),
        _step("reply", "delivered acknowledged insufficient", "replied", "recipient"),
        _step("find_sufficient", "replied", "sufficient", "judge"),
        _step("ask_again", "replied", "insufficient", "judge"),
        _step("strike_off", "sufficient", "struck_off", "judge"),
        _step("void", "delivered acknowledged insufficient replied sufficient", "voided", "system"),
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

    `consents`: how many levels have said yes.
    """

    state: str
    issuer: int
    kind: Kind
    organ: int | None = None
    accused: frozenset[int] = frozenset()
    writer: str = "system"
    consents: int = 0
    copies: tuple[Copy, ...] = ()


def stays_out(letter: Snapshot, actor: Actor) -> bool:
    """Whether it is about the actor or somebody close to them: then it doesn't exist for them, wherever they sit."""
    return not actor.stays_out_for.isdisjoint(letter.accused)


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
    kind, _, number = actor.account.partition(":")
    return frozenset({"recipient"}) if kind == "account" and int(number) in copy.readers else frozenset()


def reads(letter: Snapshot, actor: Actor) -> bool:
    """Whether the letter exists for the actor."""
    return bool(roles_on(letter, actor)) or any(roles_at(letter, copy, actor) for copy in letter.copies)


def settled(copy: Copy) -> bool:
    """Whether nothing more is expected at that unit."""
    if copy.state in ("withheld", "struck_off"):
        return True
    return copy.state == "acknowledged" and not copy.owes
