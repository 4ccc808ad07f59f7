"""What machines bring: a work order as signed JSON, a letter as bytes from a mailbox, a text message from the gateway.

Each goes through the door or reader that it goes through in real use; what that leaves to a person, a clerk sorts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import quote_from_bytes, urlencode

from django.conf import settings
from django.test import Client
from django.urls import reverse

from huiyin.cases.rules.lifecycle import person
from huiyin.intake.actions import Receipt, given
from huiyin.intake.attachments.room import free_bytes, limits
from huiyin.intake.channels.actions import content_for, key_of, settle
from huiyin.intake.channels.contents import content_of
from huiyin.intake.channels.hotline.rules.signing import opened_lines, signed
from huiyin.intake.channels.mail.actions import Room, take_letter
from huiyin.intake.channels.models import Origin
from huiyin.intake.channels.queries import channel_of, thread_of, waiting_for
from huiyin.intake.channels.settling import sorted_in
from huiyin.journey.hotline_files import written
from huiyin.kernel.ids import token
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations.queries import unit
from huiyin.policy.models import Channel
from huiyin.site.replays.drawing import chance
from huiyin.site.replays.letters import Letter
from huiyin.site.replays.people import Nobody
from huiyin.site.replays.stage import Stage

OLD_MAIL = 30
"""Of a hundred letters so many come in the characters of older programs."""


THEIR_DAYS = timedelta(days=4)
"""How long the hotline takes."""


def bring(stage: Stage, letter: Letter, now: datetime) -> Receipt | None:
    """Hands it to whatever reads the channel; None where it waits for a person to say what it is about."""
    channel = _channel(stage, letter)
    _SENDERS[channel.way](stage, letter, channel, now)
    row = Origin.objects.filter(channel=channel.code, thread=_thread(stage, letter, channel)).first()
    return _receipt(row) if row else None


def sort_in(stage: Stage, letter: Letter, now: datetime) -> Receipt:
    """A clerk of the accepting body reads what waits, and says which unit and which type of problem it is about."""
    channel = _channel(stage, letter)
    clerks = stage.people.holding("clerk", unit(channel.acceptor).pk, now)
    if not clerks:
        raise Nobody(f"nobody of {channel.acceptor} may sort what comes by {channel.code}")
    by = stage.people.actor(clerks[0], now)
    row = waiting_for(by).get(channel=channel.code, thread=_thread(stage, letter, channel))
    raw = content_for(by, row, now=now)
    came = content_of(raw)
    if came is None:
        raise LookupError(f"what waits as {row.pk} can't be read")
    number = sorted_in(
        channel,
        row,
        raw,
        came,
        unit=unit(letter.plan.unit).pk,
        problem_type=letter.plan.type,
        room=Room(free_bytes(), limits()),
        now=now,
    )
    settle(row.pk, by=by, account=person(by), now=now, number=number)
    return _receipt(Origin.objects.get(report__number=number))


def carry_answers(stage: Stage, now: datetime) -> None:
    """What the hotline is owed goes there as a signed file, at the end of the day."""
    try:
        stage.carried.append(written(now=now))
    except NotAllowed as no:
        if no.refused.reason != "nothing_to_hand_over":
            raise


def hear_answers(stage: Stage, now: datetime) -> None:
    """What the hotline took from those files it answers some days later, by its own door, signed (S1-36)."""
    if stage.carried:
        rows = opened_lines(settings.HOTLINE_SECRET, stage.carried[-1])
        for row in rows if isinstance(rows, list) else ():
            if row["kind"] == "order":
                stage.passed.setdefault(row["number"], now)
    due = [number for number, at in stage.passed.items() if at + THEIR_DAYS <= now < at + 2 * THEIR_DAYS]
    for number in due:
        _hear(stage, number, now)


def _hear(stage: Stage, number: str, now: datetime) -> None:
    address = reverse("api:hotline_answers")
    stage.passed[number] = now - 3 * THEIR_DAYS
    answer = {
        "id": f"12345-{number}",
        "number": number,
        "state": "closed",
        "reply": stage.story.phrases["hotline"]["done"],
        "time": now.isoformat(),
    }
    body = json.dumps(answer, ensure_ascii=False).encode()
    headers = signed(settings.HOTLINE_SECRET, f"POST {address}", body, nonce=token(20), now=now)
    said = _network().post(address, body, content_type="application/json", headers=headers)
    if said.status_code != 201:
        raise LookupError(f"the answer about {number} wasn't taken: {said.status_code}")


def _order(stage: Stage, letter: Letter, channel: Channel, now: datetime) -> None:
    plan, address = letter.plan, reverse("api:hotline_orders")
    about = next(row.name for row in stage.city.units if row.code == plan.unit)
    order = {
        "id": letter.order,
        "time": letter.at.isoformat(),
        "content": plan.text,
        "unit": about,
        "type": plan.type,
        "caller": {"name": letter.name, "phone": letter.phone},
    }
    body = json.dumps(order, ensure_ascii=False).encode()
    headers = signed(settings.HOTLINE_SECRET, f"POST {address}", body, nonce=token(20), now=now)
    answer = _network().post(address, body, content_type="application/json", headers=headers)
    if answer.status_code != 201:
        raise LookupError(f"order {letter.order} wasn't taken: {answer.status_code}")


def _mail(stage: Stage, letter: Letter, channel: Channel, now: datetime) -> None:
    take_letter(channel, _bytes_of(stage, letter), letter.at, room=Room(free_bytes(), limits()), now=now)


def _bytes_of(stage: Stage, letter: Letter) -> bytes:
    """The letter as a mail server keeps it; the same each time."""
    mail = EmailMessage()
    # who signs nothing has an address of their own, too
    mail["From"] = f"o{letter.phone or letter.order}@example.com"
    mail["To"] = "mayor@example.cn"
    mail["Date"] = format_datetime(letter.at)
    mail["Message-ID"] = f"<{letter.order}@example.com>"
    old = chance(stage.rng(letter, "charset"), OLD_MAIL)
    mail.set_content(letter.plan.text, charset="gb18030" if old else "utf-8", cte="base64")
    return mail.as_bytes()


def _text(stage: Stage, letter: Letter, channel: Channel, now: datetime) -> None:
    """As Kannel asks: the words in UTF-16, percent by percent."""
    facts = {
        "secret": settings.API_SECRETS["sms"],
        "id": letter.order,
        "from": letter.phone,
        "charset": "UTF-16BE",
        "at": str(int(letter.at.timestamp())),
        "channel": channel.code,
    }
    words = quote_from_bytes(letter.plan.text.encode("utf-16-be"), safe="")
    answer = _network().get(f"{reverse('api:sms_mo')}?{urlencode(facts)}&text={words}")
    if answer.status_code != 200:
        raise LookupError(f"message {letter.order} wasn't taken: {answer.status_code}")


_SENDERS: Mapping[str, Callable[[Stage, Letter, Channel, datetime], None]] = {
    "hotline": _order,
    "mail": _mail,
    "sms": _text,
}
WAYS = frozenset(_SENDERS)
"""The ways in which a machine brings what people say."""


def _channel(stage: Stage, letter: Letter) -> Channel:
    way = next(row.way for row in stage.city.channels if row.code == letter.plan.channel)
    found = channel_of(way, letter.plan.channel)
    if found is None:
        raise LookupError(f"the city has no channel {letter.plan.channel}")
    return found


def _thread(stage: Stage, letter: Letter, channel: Channel) -> str:
    """What the channel calls it by, as it is kept: of a mail what is in it, else its number there."""
    mark = letter.order
    if channel.way == "mail":
        mark = content_of(_bytes_of(stage, letter)).mark  # type: ignore[union-attr]
    return thread_of(channel.code, mark)


def _receipt(row: Origin) -> Receipt:
    return given(row.report, key_of(row.channel, row.thread))


def _network() -> Client:
    return Client(headers={"host": "localhost"})
