"""The life of an exemplar (正反典型, S1-38, S4-21): put forward, chosen by somebody else, in the end taken down."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from huiyin.kernel.lifecycle import Lifecycle, Refused, step

EXEMPLAR = Lifecycle(
    name="exemplar",
    first="nominated",
    steps=(
        step("choose", "nominated", "on_show", "judge"),
        step("turn_down", "nominated", "not_chosen", "judge"),
        step("take_down", "on_show", "taken_down", "judge"),
        step("expunge", "nominated on_show not_chosen taken_down", "taken_down", "system"),
    ),
)

TOPICS = ("duty", "service", "mechanism", "reform", "aid", "conduct")
"""What it is an example of: an officer's diligence, service at the counter, a way of working, a reform, help for those
in need, conduct. The same in every city."""

LEAST = 5
"""Matters of a unit answered within a year, for an exemplar drawn from one of them to be told as that unit's: of fewer,
those who work there would know which one it was."""

YEAR = 365
"""Days looked back for `LEAST`."""


def judges(held: Collection[str], *, nominated_it: bool) -> Refused | None:
    """Who leads the committee chooses; never whoever put it forward."""
    if nominated_it:
        return Refused("own_nomination")
    return None if "leader" in held else Refused("wrong_role", {"verb": "choose"})


def told_as(units: Iterable[tuple[int, int]]) -> int | None:
    """As which unit it is told: the innermost of `units` (id, matters answered) with enough; None where none has."""
    return next((unit for unit, answered in units if answered >= LEAST), None)
