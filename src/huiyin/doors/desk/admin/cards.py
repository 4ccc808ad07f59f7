"""A version's figures as its card shows them; what concerns few reports or the reader's own house isn't told apart."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, NamedTuple

from huiyin.cases.queries import visible
from huiyin.kernel.actor import Actor
from huiyin.organisations.queries import units_coded
from huiyin.policy.queries import policy
from huiyin.triage.learning import queries
from huiyin.triage.learning.models import ModelVersion

FEWEST: Final = 5
"""Fewer reports than this could be recognised by who knows one of them."""


def share(part: int, whole: int) -> str:
    """ "93.2%", or a dash where there is nothing to be a part of."""
    return f"{100 * part / whole:.1f}%" if whole else "–"


def card(version: ModelVersion, viewer: Actor, language: str) -> dict[str, Any]:
    """Everything the page shows of a version."""
    kept = version.card
    named = _names(version.target, kept["labels"], viewer, language)
    labels = [
        (named[code], many) for code, many in kept["labels"].items() if code in named and many >= FEWEST
    ]
    return {
        "since": datetime.fromisoformat(kept["since"]),
        "until": datetime.fromisoformat(kept["until"]),
        "tried": kept["tried"],
        "right": kept["right"],
        "right_share": share(kept["right"], kept["tried"]),
        "second_share": share(kept["right_or_second"], kept["tried"]),
        "macro_f1": f"{kept['macro_f1']:.3f}",
        "sure": kept["sure"],
        "sure_share": share(kept["sure"], kept["tried"]),
        "sure_right": kept["sure_right"],
        "sure_right_share": share(kept["sure_right"], kept["sure"]),
        "by_people": kept.get("by_people", kept),
        "taught_by_itself": kept["tried"] - kept.get("by_people", kept)["tried"],
        "promise": f"{100 * kept['promise']:.0f}%",
        "threshold": f"{100 * kept['threshold']:.0f}%" if kept["threshold"] is not None else "",
        "off": f"{100 * kept['calibration_error']:.1f}",
        "bands": [_band(*band) for band in kept["bands"]],
        "labels": labels,
        "others": len(kept["labels"]) - len(labels),
        "confusions": [
            (named[truth], named[said], many)
            for truth, said, many in kept["confusions"]
            if many >= FEWEST and truth in named and said in named
        ],
    }


class Doubt(NamedTuple):
    """A case whose decision reads like another label than the one it got."""

    number: str
    label: str
    rather: str


def doubts(version: ModelVersion, viewer: Actor, language: str) -> list[Doubt]:
    """The lessons that all others contradict and that nobody decided anew, of the cases that exist for the viewer.

    How many there are besides isn't told: cases of which the viewer mustn't know could be among them.
    """
    kept = [Doubt(*one) for one in version.card.get("doubtful", ())]
    seen = visible(viewer).filter(number__in=[one.number for one in kept])
    teaches = queries.taught(version.target, seen.values_list("number", flat=True))
    named = _names(version.target, version.card["labels"], viewer, language)
    return [
        Doubt(one.number, named[one.label], named[one.rather])
        for one in kept
        if teaches.get(one.number) == one.label and {one.label, one.rather} <= named.keys()
    ]


def _band(low: float, high: float, count: int, right: int, mean: float) -> dict[str, Any]:
    return {
        "from": f"{100 * low:.0f}",
        "to": f"{100 * high:.0f}",
        "count": count,
        "right": right,
        "said": f"{100 * mean:.0f}%",
        "came": share(right, count),
        "width": round(100 * right / count),
    }


def _names(target: str, codes: dict[str, int], viewer: Actor, language: str) -> dict[str, str]:
    """What the labels are called; those of the viewer's own house are missing."""
    if target == "problem_type":
        rules = policy()
        return {code: rules.type_name(code, language) for code in codes}
    own = f"/{viewer.home}/" if viewer.home is not None else None
    units = [unit for unit in units_coded(codes) if own is None or not unit.path.startswith(own)]
    chinese = language.startswith("zh")
    return {unit.code: unit.name if chinese else unit.name_en or unit.name for unit in units}
