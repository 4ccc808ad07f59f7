"""The life of a late case on the ladder, and of an interview, as tables."""

from __future__ import annotations

from huiyin.kernel.lifecycle import Lifecycle, Step


def _step(verb: str, source: str, target: str | None, roles: str) -> Step:
    return Step(verb, frozenset(source.split()), target, frozenset(roles.split()))


OPEN = "climbing at_end"
"""States in which a case is on the ladder."""

LIFECYCLE = Lifecycle(
    name="standing",
    first="climbing",
    steps=(
        _step("climb", "climbing", None, "system"),
        _step("skip", "climbing", None, "supervisor"),
        _step("run_out", "climbing", "at_end", "system"),
        _step("take_off", OPEN, "taken_off", "supervisor"),
        _step("leave", OPEN, "left", "system"),
    ),
)

INTERVIEW = Lifecycle(
    name="interview",
    first="to_arrange",
    steps=(
        _step("arrange", "to_arrange arranged", "arranged", "supervisor"),
        _step("hold", "arranged", "interviewed", "supervisor"),
        _step("drop", "to_arrange arranged", "dropped", "supervisor"),
    ),
)
