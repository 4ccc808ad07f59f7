"""What the program proposes for a text, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

TARGETS: Final = ("unit", "problem_type")
"""What can be proposed: whose a report is, and what it is about."""

SOURCES: Final = ("assigned", "override", "import", "stood")
"""Where a lesson comes from: a person's decision, a person who decided otherwise than the program, a file; or a
dispatch by the program that stood: its unit took it up, and nobody had put it right."""

WEIGHTS: Final = {"stood": 0.5}
"""What a lesson counts by its source, where that isn't 1: nobody said so, only nobody said otherwise."""


@dataclass(frozen=True)
class Proposal:
    """`label` is a unit's code or a problem type's; `confidence` is how often such a proposal is right (0 to 1).

    `sure` says whether the confidence reaches what the version promises; `reasons` are words of the text that spoke
    for the label; `runner_up` is the next best label, or "".
    """

    label: str
    confidence: float
    sure: bool
    reasons: tuple[str, ...]
    runner_up: str
    version: str
