"""When more time may be asked for in a case, or that its clock stand still, and who may grant it.

Petition Work Regulations art. 34: once, for a limited time, approved by the head of the unit, the reason told.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from huiyin.kernel.lifecycle import Refused
from huiyin.kernel.limits import Limit

EXTENSION, SUSPENSION = "extension", "suspension"
ASKS = {"ask_extension": EXTENSION, "ask_suspension": SUSPENSION}
DECIDES = {
    "extend": EXTENSION,
    "refuse_extension": EXTENSION,
    "suspend": SUSPENSION,
    "refuse_suspension": SUSPENSION,
}
MOVES = frozenset({"extend", "suspend", "resume", "prolong", "hasten", "recount"})
"""Verbs that move the promised day: nothing else does but a step of the case itself."""


@dataclass(frozen=True)
class Asked:
    """What a case's clock was asked so far: what waits, how often what was granted, whether it stands still."""

    waits: str = ""
    granted: tuple[str, ...] = ()
    stands_still: bool = False

    def offers(self, verb: str) -> bool:
        """Whether the verb makes sense now, whoever may take it. True for every verb that isn't about time."""
        if verb in ASKS:
            return not self.waits and not self.stands_still
        if verb in DECIDES:
            return self.waits == DECIDES[verb]
        return self.stands_still if verb == "resume" else True


def askable(verb: str, value: int, most: Limit, so_far: Asked, *, late: bool) -> Refused | None:
    """Why `value` more may not be asked for; None where it may. `most` is the city's row."""
    kind = ASKS[verb]
    if not so_far.offers(verb):
        return Refused("asked_already")
    if so_far.granted.count(kind) >= most.times:
        return Refused("granted_already", {"times": most.times})
    if late:
        return Refused("past_due")
    if not 1 <= value <= most.value:
        return Refused("too_much_time", {"most": most.value, "field": "value"})
    return None


def grantable(verb: str, most: Limit, so_far: Asked, roles: Collection[str], *, late: bool) -> Refused | None:
    """Why somebody in `roles` may not decide; None where they may. A refusal is never too late."""
    if not so_far.offers(verb):
        return Refused("nothing_asked")
    if not set(most.granted_by).intersection(roles):
        return Refused("wrong_role", {"verb": verb})
    return Refused("past_due") if late and verb in MOVES else None
