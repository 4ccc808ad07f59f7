"""When the program may give a matter to a unit by itself: only where nothing can be lost by it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from huiyin.kernel.redaction import MASK
from huiyin.kernel.selfnaming import names_reporter

HELD = (
    "unsure", "stopped", "accuses", "complains_of_house", "screened", "quarantined", "tells_writer", "imported",
    "reads_as_complaint", "nobody_able",
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


_SPEAKS_OF_SELF = re.compile(
    "本\\s*人|我\\s*的?\\s*(?:名字)?\\s*[叫姓]|我\\s*是[^，。！？\\n]{0,14}[老小][\u4e00-\u9fff](?![\u4e00-\u9fff]{3})"
)
_POLITE = "谢谢|多谢|感谢|盼复|望复|盼回复|望回复|请回复|敬礼"
_SIGNED = re.compile(
    f"(?:^|\\n|[—–-]{{1,3}})[\\s—–-]*(?!{_POLITE})(?:{re.escape(MASK)}|[老小]?[\u4e00-\u9fff]{{1,3}})"
    "\\s*[0-9年月日.\\s]*$"
)


def telling(redacted: str) -> tuple[str, ...]:
    """What of a redacted text may still say who wrote it. Where somebody spoke of themselves, a person looks it over.

    Stricter than the mask: "我叫＊＊＊" is masked, yet what stands around it may tell as much.
    """
    found = list(names_reporter(redacted))
    if _SPEAKS_OF_SELF.search(redacted):
        found.append("speaks_of_self")
    if "\n" in redacted.strip() or "—" in redacted:
        found += ["signed"] if _SIGNED.search(redacted.strip()) else []
    return tuple(found)


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
