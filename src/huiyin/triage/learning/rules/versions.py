"""The life of a version of what was learnt, as a table; and when a new one may take an older one's place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from huiyin.kernel.lifecycle import Lifecycle, Refused, Step

ADMINISTRATOR: Final = frozenset({"administrator"})
_SYSTEM = frozenset({"system"})


def _step(verb: str, source: str, target: str, roles: frozenset[str]) -> Step:
    return Step(verb, frozenset(source.split()), target, roles)


VERSIONS = Lifecycle(
    name="model",
    first="asked",
    steps=(
        _step("adopt", "asked", "in_use", _SYSTEM),
        _step("adopt", "earlier", "in_use", ADMINISTRATOR),
        _step("set_aside", "in_use", "earlier", ADMINISTRATOR | _SYSTEM),
        _step("reject", "asked", "rejected", _SYSTEM),
    ),
)

FEWEST_LESSONS: Final = 30
FEWEST_OF_A_LABEL: Final = 5
"""So many lessons at least have to be there of two labels; else there is nothing to learn and nothing to try it on."""
WORSE: Final = 0.02
"""By so much macro-F1 or share of right proposals a new version may lie below the one in use: chance does as much."""


def learnable(counts: dict[str, int]) -> Refused | None:
    """Why nothing can be learnt from so many lessons by label; None where it can."""
    total = sum(counts.values())
    if total < FEWEST_LESSONS:
        return Refused("too_few_lessons", {"needed": FEWEST_LESSONS})
    if len(counts) < 2:
        return Refused("one_label_only", {"label": next(iter(counts))})
    if sum(many >= FEWEST_OF_A_LABEL for many in counts.values()) < 2:
        return Refused("too_few_of_each", {"needed": FEWEST_OF_A_LABEL})
    return None


def worth_learning(lessons: int, fresh: int) -> bool:
    """Whether so many fresh ones among the lessons are enough to learn anew: a tenth, and as many as a beginning."""
    return fresh >= max(FEWEST_LESSONS, lessons / 10)


@dataclass(frozen=True)
class Compared:
    """The version in use and a new one. `fresh_*`: on lessons that the one in use has not learnt from either."""

    macro_f1: float
    macro_f1_in_use: float
    fresh: int = 0
    fresh_right: int = 0
    fresh_right_in_use: int = 0


def better(right: int, tried: int, commonest: int, compared: Compared | None) -> Refused | None:
    """Why a new version must not be used; None where it may.

    It has to be right more often than who always names the commonest label. Where there are fresh lessons enough,
    both versions answer these; else their figures are compared as they were measured.
    """
    if right <= commonest:
        return Refused("learnt_nothing", {"right": right, "tried": tried, "commonest": commonest})
    if compared is None:
        return None
    if compared.fresh >= FEWEST_LESSONS:
        if compared.fresh_right < compared.fresh_right_in_use - WORSE * compared.fresh:
            return Refused(
                "worse_on_fresh",
                {"right": compared.fresh_right, "in_use": compared.fresh_right_in_use, "of": compared.fresh},
            )
    elif compared.macro_f1 < compared.macro_f1_in_use - WORSE:
        return Refused(
            "worse_than_in_use",
            {"macro_f1": f"{compared.macro_f1:.3f}", "in_use": f"{compared.macro_f1_in_use:.3f}"},
        )
    return None
