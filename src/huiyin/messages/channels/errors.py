"""How a channel says no."""

from __future__ import annotations


class DeliveryError(Exception):
    """The message wasn't taken. `reason` is a short code without any address in it.

    `permanent`: trying again can't help.
    """

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
