"""The life of a late case on the ladder, and of an interview, as tables."""

from __future__ import annotations

from huiyin.kernel.lifecycle import Lifecycle, step

OPEN = "climbing at_end"
"""States in which a case is on the ladder."""

LIFECYCLE = Lifecycle(
    name="standing",
    first="climbing",
    steps=(
        step("climb", "climbing", None, "system"),
        step("skip", "climbing", None, "supervisor"),
        step("run_out", "climbing", "at_end", "system"),
        step("take_off", OPEN, "taken_off", "supervisor"),
        step("leave", OPEN, "left", "system"),
    ),
)

INTERVIEW = Lifecycle(
    name="interview",
    first="to_arrange",
    steps=(
        step("arrange", "to_arrange arranged", "arranged", "supervisor"),
        step("hold", "arranged", "interviewed", "supervisor"),
        step("add_paper", "interviewed", None, "supervisor"),
        step("drop", "to_arrange arranged", "dropped", "supervisor"),
    ),
)
