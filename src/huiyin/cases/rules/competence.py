"""Whose a matter is, where a unit says that it isn't its own: until when it may say so, and who decides.

Petition Work Regulations art. 23: within five working days, in writing, with reasons, and the sender must agree;
art. 24: where bodies disagree about who is competent, their common superior decides.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.kernel.lifecycle import Refused


@dataclass(frozen=True)
class Above:
    """A unit on the way up from another, and the house (organ or committee) that it is or belongs to."""

    unit: int
    house: int


@dataclass(frozen=True)
class Objected:
    """An objection to the assignment that is out: `final` where the common superior decided it."""

    affirmed: bool
    final: bool


def superiors(one: Sequence[Above], other: Sequence[Above], accused: int) -> tuple[int, ...]:
    """The units over both, the nearest first. Each way begins with the unit itself, which is over nobody here.

    None of the `accused` house: it decides nothing about a report on itself.
    """
    over = {step.unit for step in other[1:]}
    return tuple(step.unit for step in one[1:] if step.unit in over and step.house != accused)


def may_object(verb: str, so_far: Sequence[Objected], *, until: datetime, now: datetime) -> Refused | None:
    """Why a unit can't object to an assignment, or dispute that it was affirmed; None where it can.

    It objects once, and disputes once what the sender affirmed; what the superior decided stands.
    """
    last = so_far[-1] if so_far else None
    if verb == "object_to" and last is not None:
        return Refused("objected_already")
    if verb == "dispute" and (last is None or not last.affirmed or last.final):
        return Refused("nothing_to_dispute")
    return Refused("objection_late") if now > until else None


def may_judge(account: int, concerned: Collection[int]) -> Refused | None:
    """Whoever works on the case, gave it out or decided before doesn't decide the dispute."""
    return Refused("own_dispute") if account in concerned else None
