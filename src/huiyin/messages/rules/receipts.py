"""What a gateway's delivery report says, in our words."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Receipt(Enum):
    """A delivery report. The last two change nothing: the message is under way."""

    DELIVERED = "delivered"
    FAILED = "failed"
    REJECTED = "rejected"
    BUFFERED = "buffered"
    ACCEPTED = "accepted"


KANNEL: Final = {
    1: Receipt.DELIVERED,
    2: Receipt.FAILED,
    4: Receipt.BUFFERED,
    8: Receipt.ACCEPTED,
    16: Receipt.REJECTED,
}
"""Kannel 1.4.5 user's guide, chapter "Delivery reports". Asking for all of them is the mask 31."""

KANNEL_MASK: Final = sum(KANNEL)


def from_kannel(status: str) -> Receipt | None:
    """The report in Kannel's `%d`; None for what isn't one."""
    return KANNEL.get(int(status)) if status.isascii() and status.isdigit() and len(status) < 4 else None
