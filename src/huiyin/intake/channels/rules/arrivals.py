"""What is true of a matter that came by a channel other than our own pages, before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.kernel.lifecycle import Refused

STAFF_WAYS = frozenset({"phone", "counter", "letter", "visit", "instruction", "proposal"})
"""Ways in which somebody of the city enters a matter on another person's behalf."""

ENTERS = frozenset({"clerk", "reviewer"})
"""Who may, for a committee or for the channel's own accepting body."""

OLDEST = timedelta(days=366)
"""How long a letter may have lain before it is entered; an older one belongs among the imports."""


@dataclass(frozen=True)
class Arrival:
    """How a matter came: by which channel, as what there (`mark`: a message's id, an order's number), and when.

    `reply` is how to answer, where that isn't the channel's own way. `external_id` is the number that the channel's
    own people call it by, "" where it has none. `left_out`: why files that came along weren't taken.
    """

    channel: str
    mark: str
    came_at: datetime
    external_id: str = ""
    entered_by: int | None = None
    acknowledge: bool = False
    reply: str = ""
    left_out: tuple[str, ...] = ()


def wrong_moment(came_at: datetime, now: datetime) -> Refused | None:
    """Whether that can be when it came."""
    if came_at > now:
        return Refused("future_date")
    return Refused("too_long_ago") if now - came_at > OLDEST else None
