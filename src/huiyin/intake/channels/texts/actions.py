"""A text message becomes an appraisal, a report, or something that waits for a person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.intake.actions import Wrong
from huiyin.intake.channels.actions import park, take_in
from huiyin.intake.channels.queries import thread_of, unit_named, usual_type
from huiyin.intake.channels.rules.arrivals import OLDEST, Arrival
from huiyin.intake.channels.texts.rules.appraisals import LOW, Message, Said, said, sender
from huiyin.intake.limits import Allowance, wait
from huiyin.intake.models import Appraisal, Report
from huiyin.intake.rules.submission import Submission
from huiyin.intake.vault import hashed
from huiyin.kernel.actor import PUBLIC
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.kernel.text import clean
from huiyin.policy.models import Channel

A_DAY = 20
"""Messages from one number in a day before a person looks at the further ones."""
WORDS_LIMIT = 300


@transaction.atomic
def take_text(
    channel: Channel, mark: str, number: str, text: str, came_at: datetime, *, now: datetime
) -> str:
    """What became of a message: "appraisal", "report", "waiting" or "nothing". Any number of times, once.

    `mark` is the gateway's id. A low number with words is both an appraisal and a report; any other number is one
    row of the appraisal and nothing more.
    """
    came = max(min(came_at, now), now - OLDEST)
    message = Message(sender(number), text)
    if not message.sender:
        park(channel.code, mark, "text_automatic", came, size=len(text), now=now)
        return "waiting"
    found = said(text)
    if found.nothing:
        return "nothing"
    if wait([Allowance("texts", message.sender, A_DAY, 86_400)], now=now):
        park(channel.code, mark, "text_too_many", came, content=message.to_bytes(), now=now)
        return "waiting"
    if found.level is None:
        return _reported(channel, mark, message, text, came, now)
    became = "appraisal"
    if found.level in LOW and found.words:
        became = _reported(channel, mark, message, found.words, came, now)
    _appraised(channel, mark, message, found, came)
    return became


def _appraised(channel: Channel, mark: str, message: Message, found: Said, came: datetime) -> None:
    """The number goes into statistics; of who sent it only a keyed hash is kept."""
    thread = thread_of(channel.code, mark)
    words = clean(found.words, len(found.words) + 1)
    Appraisal.objects.get_or_create(
        channel=channel.code,
        thread=thread,
        defaults={
            "level": found.level or 0,
            "words": words[:WORDS_LIMIT] if isinstance(words, str) else "",
            "phone_hash": hashed("phone", message.sender),
            "came_at": came,
            "report": Report.objects.filter(origin__channel=channel.code, origin__thread=thread).first(),
        },
    )


def _reported(channel: Channel, mark: str, message: Message, text: str, came: datetime, now: datetime) -> str:
    unit = unit_named(text, channel)
    reason = "" if unit else "unit_unclear"
    if unit:
        try:
            take_words(
                channel, mark, message, text, came, unit=unit, problem_type=usual_type(channel), now=now
            )
        except Wrong as wrong:
            reason = f"wrong_{next(iter(wrong.fields))}"
        except NotAllowed as no:
            reason = no.refused.reason
    if reason:
        park(channel.code, mark, reason, came, content=message.to_bytes(), now=now)
    return "waiting" if reason else "report"


def take_words(
    channel: Channel,
    mark: str,
    message: Message,
    text: str,
    came: datetime,
    *,
    unit: int,
    problem_type: str,
    now: datetime,
) -> str:
    """The words as a report about `unit`; its number. The number they came from is sealed, and told once a day."""
    source = Submission(
        key="",
        unit=unit,
        text=text,
        problem_type=problem_type,
        identity_mode="contact",
        phone=message.sender,
    )
    first = not wait([Allowance("told by text", message.sender, 1, 86_400)], now=now)
    return take_in(source, Arrival(channel.code, mark, came, acknowledge=first), by=PUBLIC, now=now).number
