"""The mailbox is read: each letter by itself, so that one that breaks something keeps no other waiting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings

from huiyin.intake.attachments.room import free_bytes, limits
from huiyin.intake.channels.actions import park
from huiyin.intake.channels.mail.actions import LARGEST, Later, Room, take_letter, too_large
from huiyin.intake.channels.mail.box import Mailbox, MailboxError, Place, opened
from huiyin.intake.channels.queries import channel_of
from huiyin.policy.models import Channel

log = structlog.get_logger(__name__)

LETTERS_A_ROUND = 20
Alone = Callable[..., Any]
"""Calls what it is given; where that fails it logs so and answers None."""


def read_mailbox(now: datetime, alone: Alone) -> int:
    """Takes in what lies in the mailbox; how many letters were put away. Nothing where the city has none."""
    if not settings.IMAP_URL:
        return 0
    channel = channel_of("mail", settings.IMAP_CHANNEL)
    if channel is None:
        log.error("mailbox_without_channel", channel=settings.IMAP_CHANNEL)
        return 0
    try:
        with opened(Place(settings.IMAP_URL, settings.IMAP_PASSWORD)) as box:
            return sum(_put_away(box, uid, channel, now, alone) for uid in box.waiting()[:LETTERS_A_ROUND])
    except MailboxError as error:
        log.error("mailbox_failed", reason=error.reason)
        return 0


def _put_away(box: Mailbox, uid: str, channel: Channel, now: datetime, alone: Alone) -> bool:
    seen = box.look(uid)
    if seen is None:
        return False
    size, came_at = seen
    if size > LARGEST:
        too_large(channel, uid, size, came_at, now=now)
        became = "waiting"
    else:
        raw = box.read(uid)
        became = alone("letter_failed", uid, _take, channel, raw, came_at, now) or "broken"
        if became == "broken":
            park(channel.code, raw.hex(), "letter_broken", came_at, content=raw, now=now)
    if became == "later":
        return False
    box.put_away(uid, failed=became in ("waiting", "broken"))
    return True


def _take(channel: Channel, raw: bytes, came_at: datetime, now: datetime) -> str:
    try:
        return take_letter(channel, raw, came_at, room=Room(free_bytes(), limits()), now=now)
    except Later:
        return "later"
