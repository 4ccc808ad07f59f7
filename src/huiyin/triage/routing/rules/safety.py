"""When the program may give a matter to a unit by itself: only where nothing can be lost by it."""

from __future__ import annotations

from dataclasses import dataclass

HELD = (
    "unsure", "stopped", "accuses", "complains_of_house", "screened", "quarantined", "tells_writer", "imported",
    "reads_as_complaint", "nobody_able", "other_committee",
)  # fmt: skip
"""Why a person decides: by this rule, or because nobody of the unit can take it."""


@dataclass(frozen=True)
class Circumstances:
    """What speaks against a dispatch by the program.

    `accused`: somebody is accused, by the register or in words. `same_house`: the unit that would get it belongs to
    the house that the matter is about. `reads_as`: the matter that the text reads as, where the program is sure of it.
    `tells_writer`: what redaction leaves that may name the reporter.
    """

    sure: bool
    stop: bool
    accused: bool
    matter: str
    same_house: bool
    screened: bool
    quarantined: bool = False
    imported: bool = False
    reads_as: str = ""
    tells_writer: tuple[str, ...] = ()


def against(here: Circumstances) -> tuple[str, ...]:
    """Why a person must decide; empty where the program may dispatch."""
    complaint = here.matter == "complaint"
    because = {
        "unsure": not here.sure and not here.stop,
        "stopped": here.stop,
        "accuses": here.accused,
        "complains_of_house": complaint and here.same_house,
        "screened": here.screened,
        "quarantined": here.quarantined,
        "tells_writer": bool(here.tells_writer),
        "imported": here.imported,
        "reads_as_complaint": not complaint and here.reads_as == "complaint" and here.same_house,
    }
    return tuple(reason for reason, holds in because.items() if holds)
