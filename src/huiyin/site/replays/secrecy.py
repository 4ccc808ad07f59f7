"""The secrecy officer looks at what is held, and releases or deletes it."""

from __future__ import annotations

from datetime import datetime

from huiyin.site.replays.letters import Letter
from huiyin.site.replays.people import Nobody
from huiyin.site.replays.stage import Stage
from huiyin.triage.secrecy.actions import delete, read, release
from huiyin.triage.secrecy.models import Quarantine


def decide(stage: Stage, number: str, letter: Letter, now: datetime) -> None:
    held = Quarantine.objects.get(report__number=number, supplement=None, state="held")
    officers = stage.people.holding("secrecy", held.committee_id, now)
    if not officers:
        raise Nobody(f"{number} is held, and nobody is there to look at it")
    by, said = stage.people.actor(officers[0], now), stage.story.phrases["secrecy"]
    read(held, by=by, now=now)
    if "delete" in letter.plan.conduct:
        delete(held.pk, said["deleted"], said["basis"], by=by, now=now)
    else:
        release(held.pk, said["released"], by=by, now=now)
