"""The life of what is held for its marks of secrecy, and who meets it."""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import Lifecycle, Step

ROLE = "secrecy"
_HELD, _OFFICER, _PROGRAM = frozenset({"held"}), frozenset({ROLE}), frozenset({"system"})

LIFECYCLE = Lifecycle(
    name="quarantine",
    first="held",
    steps=(
        Step("release", _HELD, "released", _OFFICER),
        Step("delete", _HELD, "deleted", _OFFICER),
        Step("pass_late", _HELD, None, _PROGRAM),
    ),
)


@dataclass(frozen=True)
class Snapshot:
    """Where something held stands: ids and a state. `accused`: the officers whom the report names."""

    state: str
    committee: int
    organ: int
    accused: tuple[int, ...] = ()


def roles_on(held: Snapshot, actor: Actor) -> frozenset[str]:
    """`secrecy` for the officer of that committee: unless it is about them, somebody close, or their own house."""
    if actor.account == "system":
        return _PROGRAM
    if is_close(held, actor):
        return frozenset()
    return actor.roles_in(held.committee) & _OFFICER


def is_close(held: Snapshot, actor: Actor) -> bool:
    """Whether it is about the actor, somebody close to them, or their own house: then it doesn't exist for them."""
    return not actor.stays_out_for.isdisjoint(held.accused) or actor.home == held.organ
