"""The life of a delivery as one table.

`system` is our worker, `gateway` the provider's delivery report. A report may come before the worker has
written that it sent, and long after it gave up: what arrived has arrived.
"""

from __future__ import annotations

from huiyin.kernel.lifecycle import Lifecycle, step

WAITING = ("queued", "failed")
"""The states in which something is still to be sent."""

LIFECYCLE = Lifecycle(
    name="delivery",
    first="queued",
    steps=(
        step("claim", "queued failed", None, "system"),
        step("send", "queued failed", "sent", "system"),
        step("fail", "queued failed sent", "failed", "system gateway"),
        step("deliver", "queued failed sent undelivered", "delivered", "gateway"),
        step("give_up", "queued failed sent", "undelivered", "system gateway"),
    ),
)
