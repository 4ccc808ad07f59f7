"""Types and quotas as arrays: what the solvers work on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from huiyin.panels.rules.quotas import Plan, Types

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

PATIENCE = 60.0
"""Seconds after which an integer program is given up; those here take milliseconds."""


@dataclass(frozen=True)
class Seating:
    """A *row* is one value of one feature, with its quota; `rows[t]`: those that a seat for type `t` counts in."""

    seats: int
    rows: Ints
    sizes: Ints
    least: Ints
    most: Ints

    @cached_property
    def matrix(self) -> csr_matrix:
        """Rows × types: 1 where the type counts in the row."""
        types, features = self.rows.shape
        where = (self.rows.ravel(), np.repeat(np.arange(types), features))
        return csr_matrix((np.ones(self.rows.size), where), shape=(len(self.least), types))

    def counts(self, seats: NDArray[np.generic]) -> Floats:
        """How many of `seats` (one figure a type) fall into each row."""
        weights = np.repeat(seats.astype(np.float64), self.rows.shape[1])
        return np.bincount(self.rows.ravel(), weights=weights, minlength=len(self.least)).astype(np.float64)

    def panel(
        self, worth: Floats, low: Ints, high: Ints, least: Ints, most: Ints, near: float
    ) -> Ints | None:
        """The panel (seats a type) that is worth most, up to the share `near`; None where there is none."""
        everybody = LinearConstraint(np.ones((1, len(worth))), self.seats, self.seats)
        found = milp(
            -worth,
            constraints=[LinearConstraint(self.matrix, least, most), everybody],
            bounds=Bounds(low, high),
            integrality=np.ones(len(worth)),
            options={"mip_rel_gap": near, "time_limit": PATIENCE},
        )
        return None if found.x is None else np.rint(found.x).astype(np.int64)

    def best(self, worth: Floats) -> Ints | None:
        """The panel that is worth most among all there are."""
        return self.panel(worth, np.zeros_like(self.sizes), self.sizes, self.least, self.most, 1e-9)


def seating(plan: Plan, types: Types) -> Seating:
    quotas = [quota for feature in plan.features for quota in feature.quotas]
    starts = np.cumsum([0, *(len(feature.quotas) for feature in plan.features)])[:-1]
    values = np.array(types.values, dtype=np.int64).reshape(len(types.sizes), len(plan.features))
    return Seating(
        plan.seats,
        values + starts,
        np.array(types.sizes, dtype=np.int64),
        np.array([quota.least for quota in quotas], dtype=np.int64),
        np.array([quota.most for quota in quotas], dtype=np.int64),
    )
