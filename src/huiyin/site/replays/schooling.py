"""The program learns from what people decided so far, in the early morning, as its administrator wants it."""

from __future__ import annotations

from datetime import datetime

from huiyin.kernel.actor import SYSTEM
from huiyin.triage.learning import actions
from huiyin.triage.learning.rules.proposals import TARGETS


def learn(now: datetime) -> None:
    """A new version of each thing that can be learnt; one that is worse than the one in use is refused."""
    for target in TARGETS:
        actions.ask(target, by=SYSTEM, now=now)
    while actions.train_due(now):
        pass
