"""How sure a classifier may call itself: its scores turned into how often it is right, and the bar to "sure"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

NEVER: Final = 1e9
"""A bar that no margin reaches."""


@dataclass(frozen=True)
class Sureness:
    """`knots` lead from the margin between the two best scores (rising) to a confidence, straight between them.

    A proposal is sure from the margin `bar` on; `promise` is the share of sure ones that are right.
    """

    knots: tuple[tuple[float, float], ...]
    bar: float = NEVER
    promise: float = 0.95

    @property
    def threshold(self) -> float | None:
        """The confidence at the bar; None where nothing is ever sure."""
        return None if self.bar >= NEVER else float(self.confidences(np.array([self.bar]))[0])

    def confidences(self, margins: Floats) -> NDArray[np.float64]:
        """How often proposals with these margins are right."""
        at, says = zip(*self.knots, strict=True)
        found: NDArray[np.float64] = np.interp(margins, at, says)
        return found
