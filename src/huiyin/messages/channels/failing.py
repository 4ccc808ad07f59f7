"""Always fails, so that the way a failure takes can be walked."""

from __future__ import annotations

from huiyin.messages.channels.errors import DeliveryError


def send(to: str, text: str, ref: str) -> str:
    """Raises DeliveryError: permanent for an address that ends in 9, else for now."""
    raise DeliveryError("always_fails", permanent=to.endswith("9"))
