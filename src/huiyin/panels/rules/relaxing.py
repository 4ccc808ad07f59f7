"""Quotas that can't be met together: the smallest change of them that can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, hstack, identity

from huiyin.kernel.lifecycle import Refused
from huiyin.panels.rules.quotas import Plan
from huiyin.panels.rules.seating import Seating


@dataclass(frozen=True)
class Relaxation:
    """`side` of the quota for `value` of `feature` becomes `after` instead of `before`."""

    feature: str
    value: str
    side: Literal["least", "most"]
    before: int
    after: int


def refusal(plan: Plan, space: Seating) -> Refused | None:
    """None where some panel meets every quota; otherwise why not, with the smallest relaxation where one helps."""
    if int(space.sizes.sum()) < plan.seats:
        return Refused("pool_too_small", {"people": int(space.sizes.sum()), "seats": plan.seats})
    if space.best(np.zeros(len(space.sizes))) is not None:
        return None
    return Refused("quotas_contradict", {"relaxations": relaxations(plan, space)})


def relaxations(plan: Plan, space: Seating) -> tuple[Relaxation, ...]:
    """The fewest seats by which quotas must give way, and among equals the fewest quotas."""
    fewer, more = _slack(space)
    quotas = [(feature.code, quota) for feature in plan.features for quota in feature.quotas]
    return tuple(
        change
        for (feature, quota), less, extra in zip(quotas, fewer, more, strict=True)
        for change in (
            Relaxation(feature, quota.value, "least", quota.least, quota.least - less),
            Relaxation(feature, quota.value, "most", quota.most, quota.most + extra),
        )
        if change.before != change.after
    )


def _slack(space: Seating) -> tuple[list[int], list[int]]:
    """For each row, by how many seats `least` falls and `most` grows.

    Variables: seats of each type, falls, growths, and for each fall and growth whether there is one.
    """
    rows, types = space.matrix.shape
    nothing, one = csr_matrix((rows, rows)), identity(rows)
    reach = float(space.seats)
    falls = hstack([space.matrix, one, nothing, nothing, nothing])
    grows = hstack([space.matrix, nothing, -one, nothing, nothing])
    empty = csr_matrix((rows, types))
    if_falls = hstack([empty, one, nothing, -reach * one, nothing])
    if_grows = hstack([empty, nothing, one, nothing, -reach * one])
    everybody = csr_matrix(np.r_[np.ones(types), np.zeros(4 * rows)][None])
    found = milp(
        np.r_[np.zeros(types), np.ones(2 * rows), np.full(2 * rows, 1 / (2 * rows + 1))],
        constraints=[
            LinearConstraint(falls, space.least, np.inf),
            LinearConstraint(grows, -np.inf, space.most),
            LinearConstraint(if_falls, -np.inf, 0),
            LinearConstraint(if_grows, -np.inf, 0),
            LinearConstraint(everybody, space.seats, space.seats),
        ],
        bounds=Bounds(0, np.r_[space.sizes, np.full(2 * rows, reach), np.ones(2 * rows)]),
        integrality=np.ones(types + 4 * rows),
        options={"mip_rel_gap": 1e-9},
    )
    by = np.rint(found.x[types : types + 2 * rows]).astype(int).tolist()
    return by[:rows], by[rows:]
