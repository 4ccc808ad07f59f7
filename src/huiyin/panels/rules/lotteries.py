"""The lottery: panels and how many tickets each has, for a plan and those who may be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from huiyin.kernel.lifecycle import Refused
from huiyin.panels.rules import hull, levels, mixing, relaxing
from huiyin.panels.rules.quotas import Plan, Types, grouped
from huiyin.panels.rules.seating import Floats, Ints, Seating, seating

TICKETS = 10**12
UNIT = 10**14
"""Prices are published as whole numbers of this part."""
GOAL = 1e-6
"""A probability that lies less below its bound is as fair as can be told."""


@dataclass(frozen=True)
class Lottery:
    """`panels`: tickets, and the type of each seat. `settled` (the round of each type) and `prices` are the proof.

    `searched`: the prices alone don't prove it, integer programs did.
    """

    types: Types
    own: tuple[int, ...]
    panels: tuple[tuple[int, tuple[int, ...]], ...]
    settled: tuple[int, ...]
    prices: tuple[tuple[int, ...], ...]
    searched: bool

    def probabilities(self) -> list[Fraction]:
        """How likely somebody of each type is drawn."""
        sold = [0] * len(self.types.sizes)
        for width, seats in self.panels:
            for type_ in seats:
                sold[type_] += width
        return [Fraction(s, TICKETS * size) for s, size in zip(sold, self.types.sizes, strict=True)]

    def forced(self) -> list[int]:
        """Types all of whose people are in every panel: their seats aren't drawn at all."""
        return [type_ for type_, chance in enumerate(self.probabilities()) if chance == 1]

    def barred(self) -> list[int]:
        """Types that the quotas keep out of every panel."""
        return [type_ for type_, chance in enumerate(self.probabilities()) if chance == 0]


def fairest(plan: Plan, people: Sequence[Sequence[str]]) -> Lottery | Refused:
    """The fairest lottery over panels that meet the plan; a refusal with the smallest relaxation where none does."""
    types, own = grouped(plan, people)
    if not own:
        return Refused("pool_too_small", {"people": 0, "seats": plan.seats})
    space = seating(plan, types)
    if no := relaxing.refusal(plan, space):
        return no
    bound = levels.fairest(space)
    panels, weights, searched = _mix(space, bound.of)
    settled = np.zeros(len(types.sizes), dtype=np.int64)
    for number, round_ in enumerate(bound.rounds):
        settled[round_.settled] = number
    return Lottery(
        types,
        tuple(own),
        _ticketed(panels, weights),
        tuple(settled.tolist()),
        tuple(tuple(np.rint(round_.prices * UNIT).astype(int).tolist()) for round_ in bound.rounds),
        searched,
    )


def _mix(space: Seating, wanted: Floats) -> tuple[list[Ints], Floats, bool]:
    """Panels and weights that reach `wanted`, or come as close as real panels can."""
    rest = mixing.mixed(space, wanted)
    if rest.panels and float((rest.of / space.sizes).max()) <= GOAL / 10:
        return rest.panels, np.array(rest.weights), False
    mix = hull.fairest(space, rest.panels)
    return mix.panels, mix.weights, True


def _ticketed(panels: list[Ints], weights: Floats) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Weights as whole numbers of tickets that make up all: what is left over goes to the largest remainders."""
    exact = np.maximum(weights, 0) / np.maximum(weights, 0).sum() * TICKETS
    whole = np.floor(exact).astype(np.int64)
    left = TICKETS - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:left]] += 1
    listed = [
        (int(width), tuple(np.repeat(np.arange(len(panel)), panel).tolist()))
        for width, panel in zip(whole, panels, strict=True)
        if width > 0
    ]
    return tuple(sorted(listed, key=lambda entry: (-entry[0], entry[1])))
