"""One day's orders as both sides have them: what differs, and what mends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["missing_here", "missing_there", "not_answered_there", "state_differs"]
_LATE = ("answered", "closed", "returned")


@dataclass(frozen=True)
class Held:
    """How one side has an order: its state, in the hotline's words; `number` is ours, "" where we don't know it."""

    state: str
    number: str = ""


@dataclass(frozen=True)
class Difference:
    """One order that isn't the same on both sides. `ours` and `theirs` are states, "" where a side hasn't got it."""

    id: str
    kind: Kind
    ours: str = ""
    theirs: str = ""
    number: str = ""


def differences(ours: Mapping[str, Held], theirs: Mapping[str, Held]) -> list[Difference]:
    """Every difference, by the order's number. An order that one side has brought further is none while it is open."""
    return [d for order in sorted(ours.keys() | theirs.keys()) if (d := _one(order, ours, theirs))]


def _one(order: str, ours: Mapping[str, Held], theirs: Mapping[str, Held]) -> Difference | None:
    here, there = ours.get(order), theirs.get(order)
    if here is None and there is not None:
        return Difference(order, "missing_here", theirs=there.state)
    if there is None and here is not None:
        return Difference(order, "missing_there", ours=here.state, number=here.number)
    assert here
    assert there
    known = (here.state, there.state, here.number)
    if here.state in _LATE and there.state not in _LATE:
        return Difference(order, "not_answered_there", *known)
    if here.state not in _LATE and there.state in _LATE:
        return Difference(order, "state_differs", *known)
    return None
