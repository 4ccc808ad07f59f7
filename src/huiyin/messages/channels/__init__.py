"""The ways out. A channel is a function `send(to, text, ref) -> provider_ref` that raises DeliveryError."""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Final

from huiyin.messages.channels import console, failing, kannel, smtp
from huiyin.messages.channels.errors import DeliveryError

__all__ = ["CHANNELS", "DeliveryError", "send"]

log = logging.getLogger(__name__)

CHANNELS: Final[dict[str, Callable[[str, str, str], str]]] = {
    "console": console.send,
    "kannel": kannel.send,
    "smtp": smtp.send,
    "failing": failing.send,
}


def send(name: str, to: str, text: str, ref: str) -> str:
    """Sends through channel `name`; logs how it went and how long it took, without address and text.

    Raises what the channel raises.
    """
    started = perf_counter()
    outcome = "sent"
    try:
        return CHANNELS[name](to, text, ref)
    except DeliveryError as error:
        outcome = error.reason
        raise
    finally:
        log.info("%s %s %s in %.0f ms", name, ref, outcome, 1000 * (perf_counter() - started))
