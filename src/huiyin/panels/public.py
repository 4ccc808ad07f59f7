"""What anybody may read of a round: its plan, its draw, its results; never a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.panels.carrying import sheets_of
from huiyin.panels.models import Counted, Judged, Round
from huiyin.panels.rules.precision import Agreement, agreement
from huiyin.panels.rules.scoring import boards
from huiyin.panels.rules.terms import rule_of
from huiyin.panels.rules.verify_draw import digest, seats_sold


@dataclass(frozen=True)
class Drawn:
    """A draw in figures: how many stood in the pool, who couldn't and why and the chances."""

    seats: int
    pool: int
    excluded: Mapping[str, int]
    least: float
    most: float
    forced: int
    source: Mapping[str, Any]
    standby: list[str]
    announced: str
    revealed: Mapping[str, Any]
    numbers: list[str]
    witnesses: list[str]
    ticket: int | None

    @property
    def committed(self) -> list[tuple[str, str, str | None]]:
        """Each witness with their hash and, once revealed, their secret."""
        told = self.revealed.get("secrets", {})
        return [(w["name"], w["commitment"], told.get(w["name"])) for w in self.source.get("witnesses", [])]


def drawn(round_: Round) -> Drawn | None:
    """The draw as published so far; None where nobody is drawn."""
    told = round_.announcement
    if not told:
        return None
    sizes = Counter(own for _, own in told["roster"])
    chances = {
        own: sold / (told["tickets"] * sizes[own]) for own, sold in enumerate(seats_sold(told)) if sizes[own]
    }
    record = round_.record or {}
    return Drawn(
        told["seats"],
        len(told["roster"]),
        told["excluded"],
        100 * min(chances.values()),
        100 * max(chances.values()),
        sum(sizes[own] for own in told["forced"]),
        told["source"],
        list((told["standby"] or {}).get("draws", [])),
        digest(told),
        record.get("revealed", {}),
        [" ".join(map(str, one)) for one in record.get("revealed", {}).get("numbers", [])],
        list(record.get("witnesses", [])),
        record["result"]["ticket"] if record else None,
    )


def results(round_: Round) -> list[Judged]:
    """Everybody's place, best first, then who has no score, then who is vetoed. None before they are published."""
    if round_.state != "published":
        return []
    rows = list(round_.objects_judged.select_related("unit__parent"))
    return sorted(rows, key=lambda one: (bool(one.veto), one.across is None, one.across or 0, one.position))


def agreed(round_: Round) -> dict[str, Agreement]:
    """How much the judges of each layer agree, from the counted ballots."""
    rule, codes = rule_of(round_.rule), [str(pk) for pk in round_.objects_judged.values_list("pk", flat=True)]
    return {layer: agreement(board.means) for layer, board in boards(rule, sheets_of(round_), codes).items()}


def ballot(round_: Round, check: str) -> Counted | None:
    """The counted ballot with a check number; None where none has it, or nothing is published yet."""
    if round_.state != "published":
        return None
    return round_.ballots.filter(check_number=check.strip()).first()


def ballots(round_: Round) -> dict[str, Any]:
    """All ballots and what is needed to count them again: the rule, the objects, the hash of the count."""
    return {
        "title": round_.title,
        "rule": round_.rule,
        "objects": {str(one.pk): one.unit.code for one in round_.objects_judged.select_related("unit")},
        "ballots": [
            [one.check_number, one.layer, one.answers] for one in round_.ballots.order_by("check_number")
        ],
        "count": round_.count,
    }
