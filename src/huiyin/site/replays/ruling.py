"""The rules by which all work (S3-10): a new version in the course of the story, and everybody who reads it."""

from __future__ import annotations

from datetime import date, datetime

from huiyin.kernel.clock import SHANGHAI
from huiyin.organisations.actions import acknowledge_rules
from huiyin.organisations.models import Account, Mandate
from huiyin.policy.actions import Version, issue_rules
from huiyin.policy.queries import versions_of
from huiyin.site.replays.stage import Stage

CODE = "working-rules"
WITHIN = 4
"""Days after a version comes into force within which people get to reading it."""


def keep(stage: Stage, now: datetime) -> None:
    """On its day the administrator puts the new version in; each morning some read what they haven't read yet."""
    said, today = stage.story.phrases.get("rules"), now.astimezone(SHANGHAI).date()
    if not said:
        return
    if today == said["issued"]:
        _issue(said, stage, now)
    held = next((row for row in versions_of(CODE) if row.since <= today), None)
    if held is None or ((today - held.since).days > WITHIN and today.weekday() != 0):
        return
    staff = Mandate.objects.in_force(now).values("account")
    for account in Account.objects.filter(pk__in=staff, is_active=True).exclude(rules_read__version=held):
        if (today - held.since).days >= stage.rng_of(f"{account.username} reads {held.since}").randint(
            0, WITHIN
        ):
            acknowledge_rules(held.pk, by=stage.people.actor(account.pk, now), now=now)


def _issue(said: dict[str, str | date], stage: Stage, now: datetime) -> None:
    last = versions_of(CODE)[0]
    by = stage.people.actor(stage.people.everybody("administrator", now)[0], now)
    version = Version(
        since=said["since"],  # type: ignore[arg-type]
        text=f"{last.text}\n{said['article']}",
        text_en=f"{last.text_en}\n{said['article_en']}",
        change=str(said["change"]),
        change_en=str(said["change_en"]),
    )
    issue_rules(CODE, version, by=by, now=now)
