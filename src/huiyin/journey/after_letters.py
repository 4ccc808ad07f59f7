"""What follows each step of a letter: it goes out, and who has to act hears of it."""

from __future__ import annotations

from datetime import datetime

from huiyin.ledger.models import Event
from huiyin.supervision.letters import actions


def deliver(event: Event, now: datetime) -> None:
    """A signed letter is put before its addressees."""
    actions.deliver(int(event.subject_id), now=now)
