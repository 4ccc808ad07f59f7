"""From scores to places: inside each system first, then across; the first ten and the last five (S4-14, S4-19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal

Ties = Literal["skip", "dense"]
"""What follows two who share the first place: the third (`skip`) or the second (`dense`)."""


@dataclass(frozen=True)
class Standing:
    """An object and its published score; `system`: court, procuratorate, police, justice; `veto`: why, if proven."""

    code: str
    system: str
    score: Decimal | None
    veto: str = ""

    @property
    def ranked(self) -> bool:
        return self.score is not None and not self.veto


@dataclass(frozen=True)
class Place:
    """Where an object stands: inside its system and across all; None for who is vetoed or has no score."""

    standing: Standing
    inside: int | None
    across: int | None


def places(standings: Iterable[Standing], ties: Ties = "skip") -> list[Place]:
    """Everybody's places, best first, then who has no score, then who is vetoed. Equal scores share a place."""
    everybody = list(standings)
    across = _ranks(everybody, ties)
    inside: dict[str, int] = {}
    for system in {one.system for one in everybody}:
        inside |= _ranks((one for one in everybody if one.system == system), ties)
    order = sorted(
        everybody, key=lambda one: (bool(one.veto), one.score is None, -(one.score or 0), one.code)
    )
    return [Place(one, inside.get(one.code), across.get(one.code)) for one in order]


def _ranks(standings: Iterable[Standing], ties: Ties) -> dict[str, int]:
    scored = {one.code: one.score for one in standings if one.score is not None and not one.veto}
    ranks: dict[str, int] = {}
    place = 1
    for _, group in groupby(
        sorted(scored, key=lambda code: (-scored[code], code)), key=lambda code: scored[code]
    ):
        same = list(group)
        ranks |= dict.fromkeys(same, place)
        place += len(same) if ties == "skip" else 1
    return ranks


def first(ranking: Iterable[Place], number: int) -> list[Place]:
    """The first `number` across. Who shares the last place among them is in as well: chance decides nothing here."""
    ranked = [place for place in ranking if place.standing.ranked]
    better = _better({p.standing.code: p.standing.score for p in ranked if p.standing.score is not None})
    return [place for place in ranked if better[place.standing.code] < number]


def last(ranking: Iterable[Place], number: int) -> list[Place]:
    """The last `number` across, worst first; the vetoed stand behind everybody. Who shares the edge is in as well."""
    order = list(ranking)
    vetoed = [place for place in order if place.standing.veto]
    ranked = [place for place in order if place.standing.ranked]
    worse = _better({p.standing.code: -p.standing.score for p in ranked if p.standing.score is not None})
    lowest = [place for place in reversed(ranked) if worse[place.standing.code] + len(vetoed) < number]
    return [*vetoed, *lowest]


def _better(scores: Mapping[str, Decimal]) -> dict[str, int]:
    """How many have a higher score than each."""
    return {
        code: rank - 1
        for code, rank in _ranks(
            [Standing(code, "", score) for code, score in scores.items()], "skip"
        ).items()
    }
