"""The work teams go out once a week, see for themselves what became of what they follow, and tick it off (S1-34)."""

from __future__ import annotations

from datetime import datetime

from huiyin.kernel.clock import SHANGHAI
from huiyin.site.replays.drawing import chance
from huiyin.site.replays.stage import Stage
from huiyin.supervision.tracking.actions import find_unsolved, look_in, tick_off
from huiyin.supervision.tracking.models import Tracking

OUT = 3
"""Their day of the week: Thursday."""

UNSOLVED = 12
"""Of a hundred that are answered they find so many not solved the first time."""


def go_out(stage: Stage, now: datetime) -> None:
    """What is answered is ticked off, now and then only after a second look; the rest is looked into."""
    if now.astimezone(SHANGHAI).weekday() != OUT:
        return
    said = stage.story.phrases.get("corps", {})
    for row in Tracking.objects.filter(ended_at=None).select_related("case").order_by("pk"):
        people = stage.people.holding("team", row.team_id, now)
        by = stage.people.actor(people[0], now)
        if row.case.answered_at is None:
            if not row.looks.exists():
                look_in(row.pk, "records", said["looked"], by=by, now=now)
        elif row.state == "tracked" and chance(stage.rng_of(f"solved {row.pk}"), UNSOLVED):
            find_unsolved(row.pk, "talk", said["unsolved"], by=by, now=now)
        else:
            tick_off(row.pk, "visit", said["solved"], by=by, now=now)
