"""The life of a delivery as one table.

`system` is our worker, `gateway` the provider's delivery report. A report may come before the worker has
written that it sent, and long after it gave up: what arrived has arrived.
"""

from __future__ import annotations

from huiyin.kernel.lifecycle import Lifecycle, Step


def _step(verb: str, source: str, target: str | None, roles: str) -> Step:
    return Step(verb, frozenset(source.split()), target, frozenset(roles.split()))


WAITING = ("queued", "failed")
"""The states in which something is still to be sent."""

LIFECYCLE = Lifecycle(
    name="delivery",
    first="queued",
    steps=(
        _step("claim", "queued failed", None, "system"),
        _step("send", "queued failed", "sent", "system"),
        _step("fail", "queued failed sent", "failed", "system gateway"),
        _step("deliver", "queued failed sent undelivered", "delivered", "gateway"),
        _step("give_up", "queued failed sent", "undelivered", "system gateway"),
    ),
)
