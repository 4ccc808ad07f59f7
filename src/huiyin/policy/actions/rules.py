"""The rules by which all work (S3-10), version by version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.policy.models import City, RegulationText

ISSUERS = frozenset({"administrator"})
"""Who puts a new version in."""


@dataclass(frozen=True)
class Version:
    """What a new version of the rules says, from when on, and what is new in it."""

    since: date
    text: str
    text_en: str
    change: str
    change_en: str


@transaction.atomic
def issue_rules(code: str, said: Version, *, by: Actor, now: datetime) -> RegulationText:
    """A new version of the rules by which all work (S3-10). The old one holds until then, and stays readable.

    Raises NotAllowed: wrong_role, unknown (no such text), version_too_early (before today, or
    not after the last version), missing.
    """
    if not by.roles & ISSUERS:
        raise NotAllowed(Refused("wrong_role", {"verb": "issue_rules"}))
    City.objects.select_for_update().get()  # two at once are one after the other
    last = RegulationText.objects.filter(code=code, binding=True, active=True).order_by("since").last()
    if last is None:
        raise NotAllowed(Refused("unknown"))
    if said.since < now.astimezone(SHANGHAI).date() or said.since <= last.since:
        raise NotAllowed(Refused("version_too_early", {"field": "since"}))
    made = RegulationText.objects.create(
        code=code,
        title=last.title,
        title_en=last.title_en,
        since=said.since,
        text=_written(said, "text"),
        text_en=_written(said, "text_en"),
        binding=True,
        change=_written(said, "change")[:200],
        change_en=_written(said, "change_en")[:200],
        added_by=by.account,
        position=last.position,
    )
    record(
        "regulation", made.pk, "issue", by=by, now=now, data={"code": code, "since": said.since.isoformat()}
    )
    return made


def _written(said: Version, name: str) -> str:
    text: str = getattr(said, name).replace("\r\n", "\n").strip()
    if not text:
        raise NotAllowed(Refused("missing", {"field": name}))
    return text
