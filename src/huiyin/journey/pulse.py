"""How the program is doing: whether a worker is there, what waits and since when. Numbers only, about nobody.

A worker's connection to the database carries its name, so the server itself knows when a worker last asked for
something: nothing has to be written for it, and a killed worker is gone from the list at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Min, Q

from huiyin.ledger.models import Outbox
from huiyin.messages.models import Delivery

WORKER = "huiyin worker"
"""What a worker's connections are called (PGAPPNAME)."""

QUIET, STUCK = 60.0, 600.0
"""Seconds: a worker that is silent for longer is gone; an event that waits for longer isn't being dealt with."""

_ASKED = """
SELECT extract(epoch FROM clock_timestamp() - max(state_change)) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = %s
"""


@dataclass(frozen=True)
class Pulse:
    """`quiet`: seconds since a worker last asked the database something, None where there is none.

    `waiting` events are due on the outbox, the oldest for `behind` seconds; `failing` were tried in vain before.
    `undelivered` messages were given up: staff see them at their desks.
    """

    quiet: float | None
    waiting: int
    behind: float
    failing: int
    undelivered: int

    @property
    def works(self) -> bool:
        return self.quiet is not None and self.quiet < QUIET and self.behind < STUCK


def taken(now: datetime) -> Pulse:
    """The pulse at `now`. Raises OperationalError where the database is away."""
    due = Q(due_at__lte=now)
    found = Outbox.objects.aggregate(
        waiting=Count("pk", filter=due),
        oldest=Min("due_at", filter=due),
        failing=Count("pk", filter=Q(attempts__gt=0)),
    )
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, [WORKER])
        (quiet,) = cursor.fetchone()
    return Pulse(
        quiet=None if quiet is None else round(float(quiet), 1),
        waiting=found["waiting"],
        behind=round((now - found["oldest"]).total_seconds(), 1) if found["oldest"] else 0.0,
        failing=found["failing"],
        undelivered=Delivery.objects.filter(state="undelivered").count(),
    )
