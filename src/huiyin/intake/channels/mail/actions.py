"""A letter from the mailbox becomes a report, an addition to one, or something that waits for a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.conf import settings
from django.db import transaction

from huiyin.intake.actions import Wrong, supplement
from huiyin.intake.attachments.actions import store
from huiyin.intake.attachments.rules.kinds import Limits
from huiyin.intake.channels.actions import park, take_in
from huiyin.intake.channels.mail.rules.letters import Letter, read
from huiyin.intake.channels.mail.rules.senders import Trust, automatic, trust
from huiyin.intake.channels.queries import unit_named, usual_type
from huiyin.intake.channels.rules.arrivals import OLDEST, Arrival
from huiyin.intake.limits import Allowance, wait
from huiyin.intake.models import Report, Waiting
from huiyin.intake.rules.submission import Submission
from huiyin.intake.vault import hashed
from huiyin.kernel.actor import PUBLIC
from huiyin.kernel.ids import keyed_hash
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.messages.queries import answered_report
from huiyin.policy.models import Channel

LARGEST = 30_000_000
"""Bytes of a mail; what is larger stays in the mailbox, and a person hears of it."""

A_DAY = 50
"""Letters that one address may send in a day before a person looks at the further ones."""


@dataclass(frozen=True)
class Room:
    """What is free for files, in bytes, and the city's limits for them."""

    free: int
    limits: Limits


class Later(Exception):
    """Not now: the letter stays where it is and is read again."""


def too_large(channel: Channel, uid: str, size: int, came_at: datetime, *, now: datetime) -> None:
    """A letter that isn't even fetched: staff see that it lies in the mailbox."""
    park(
        channel.code,
        f"large {uid} {size} {came_at.isoformat()}",
        "mail_too_large",
        came_at,
        size=size,
        now=now,
    )


def take_letter(channel: Channel, raw: bytes, came_at: datetime, *, room: Room, now: datetime) -> str:
    """What became of a letter: "report", "supplement" or "waiting". Any number of times, once.

    Raises Later where there is no room for its files just now.
    """
    came = max(min(came_at, now), now - OLDEST)
    if why := automatic(raw, settings.MAIL_FROM):
        # What a machine wrote is kept in the mailbox only: nobody spoke.
        park(channel.code, _rough(raw), f"mail_{why}", came, size=len(raw), now=now)
        return "waiting"
    letter = read(raw)
    if isinstance(letter, Refused):
        park(channel.code, _rough(raw), letter.reason, came, content=raw, now=now)
        return "waiting"
    believed = trust(raw, settings.MAIL_AUTHSERV)
    if _added(letter, believed, now):
        return "supplement"
    return _taken(channel, letter, raw, believed, came, room=room, now=now)


def _taken(
    channel: Channel,
    letter: Letter,
    raw: bytes,
    believed: Trust,
    came: datetime,
    *,
    room: Room,
    now: datetime,
) -> str:
    unit = unit_named(letter.text, channel)
    reason = "" if unit else "unit_unclear"
    if not reason and letter.sender and _often(letter.sender, now):
        reason = "mail_too_many"
    if not reason and unit:
        try:
            take(
                channel,
                letter,
                believed,
                came,
                unit=unit,
                problem_type=usual_type(channel),
                room=room,
                now=now,
            )
        except Wrong as wrong:
            reason = f"wrong_{next(iter(wrong.fields))}"
        except NotAllowed as no:
            reason = no.refused.reason
    if reason:
        park(channel.code, letter.mark, reason, came, content=raw, now=now)
    return "waiting" if reason else "report"


def take(
    channel: Channel,
    letter: Letter,
    believed: Trust,
    came: datetime,
    *,
    unit: int,
    problem_type: str,
    room: Room,
    now: datetime,
) -> str:
    """The letter as a report about `unit`; its number. A sender who isn't who they say gets no answer by mail."""
    sender = "" if believed == "forged" else letter.sender
    tokens, left = _stored(letter, room, now)
    told = bool(sender) and (believed == "verified" or not settings.MAIL_AUTHSERV)
    source = Submission(
        key="",
        unit=unit,
        text=letter.text,
        problem_type=problem_type,
        identity_mode="contact" if sender else "anonymous",
        mail=sender,
        uploads=tokens,
    )
    first = told and not wait([Allowance("told by mail", sender, 1, 86_400)], now=now)
    arrival = Arrival(
        channel.code, letter.mark, came, acknowledge=first, reply="" if told else "page", left_out=left
    )
    return take_in(source, arrival, by=PUBLIC, now=now).number


def _stored(letter: Letter, room: Room, now: datetime) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tokens of what is enclosed, and why something of it wasn't taken."""
    draft = keyed_hash(settings.SECRET_KEY.encode(), "letter", letter.mark)[:32]
    tokens, left = [], []
    for file in letter.files:
        try:
            upload = store(
                BytesIO(file), draft=draft, size=len(file), free=room.free, limits=room.limits, now=now
            )
        except NotAllowed as no:
            if no.refused.reason == "disk_low":
                raise Later from no
            left.append(no.refused.reason)
        else:
            tokens.append(upload.token)
    return tuple(tokens), tuple(left)


def _often(sender: str, now: datetime) -> bool:
    return bool(wait([Allowance("letters", sender, A_DAY, 86_400)], now=now))


def _added(letter: Letter, believed: Trust, now: datetime) -> bool:
    """Whether the letter answers a mail of ours, from the address that it went to: then it adds to that report."""
    number = answered_report(_refs(letter.answers))
    if not number or believed == "forged" or not letter.sender:
        return False
    mine = Report.objects.filter(number=number, identity__mail_hash=hashed("mail", letter.sender)).first()
    if mine is None or letter.files:
        return False
    mark = hashed("supplement", letter.mark)
    if Waiting.objects.filter(thread=mark).exists():
        return True
    seen = {"came_at": now, "parked_at": now, "settled_at": now}
    try:
        with transaction.atomic():
            Waiting.objects.create(channel="", thread=mark, reason="supplement", report=mine, **seen)
            supplement(mine, letter.text, now=now)
    except Wrong:
        return False  # longer than an addition may be: then it is a letter of its own
    return True


def _refs(ids: Iterable[str]) -> list[str]:
    """The part before the @ of each message's id: for our own, the reference of a delivery."""
    return [one.strip("<>").partition("@")[0] for one in ids]


def _rough(raw: bytes) -> str:
    return keyed_hash(settings.MASTER_KEY, "letter", raw.hex())
