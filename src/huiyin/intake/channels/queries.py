"""Reads of what came by channels."""

from __future__ import annotations

from huiyin.intake.channels.rules.arrivals import ENTERS, STAFF_WAYS
from huiyin.intake.vault import hashed
from huiyin.kernel.actor import Actor
from huiyin.organisations.models import Unit
from huiyin.policy.models import Channel
from huiyin.policy.queries import channels


def thread_of(channel: str, mark: str) -> str:
    """The keyed hash under which a channel's mark of a matter is kept: a message's id may name its sender."""
    return hashed(f"thread {channel}", mark)


def enterable(viewer: Actor) -> list[Channel]:
    """The channels for which the viewer may enter matters: those of a committee all, others their own."""
    held = viewer.units_as(*sorted(ENTERS))
    mine = dict(Unit.objects.filter(pk__in=held).values_list("code", "kind"))
    over = "committee" in mine.values()
    return [row for row in channels() if row.way in STAFF_WAYS and (over or row.acceptor in mine)]


def reportable() -> list[Unit]:
    """The units that a matter can be about, house by house: those for which a committee is responsible."""
    found = Unit.objects.filter(active=True, committee__isnull=False).exclude(kind__in=("team", "group"))
    return sorted(found, key=lambda unit: [int(part) for part in unit.path.strip("/").split("/")])
