"""What waited becomes a report, once a person has said which unit and which type of problem it is about."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from huiyin.intake.channels.contents import Content
from huiyin.intake.channels.hotline.actions import take_order
from huiyin.intake.channels.hotline.rules.orders import Order
from huiyin.intake.channels.mail.actions import Room, take
from huiyin.intake.channels.mail.rules.letters import Letter
from huiyin.intake.channels.mail.rules.senders import trust
from huiyin.intake.channels.models import Waiting
from huiyin.intake.channels.texts.actions import take_words
from huiyin.intake.channels.texts.rules.appraisals import Message
from huiyin.policy.models import Channel


def sorted_in(
    channel: Channel,
    row: Waiting,
    raw: bytes,
    came: Content,
    *,
    unit: int,
    problem_type: str,
    room: Room,
    now: datetime,
) -> str:
    """The number of the report that `came`, which waited as `row`, becomes; "" for what no report can be made of.

    Raises Wrong and NotAllowed as `take_in` does, and Later where there is no room for its files.
    """
    match came:
        case Message():
            mark = f"waiting {row.pk}"
            return take_words(
                channel, mark, came, came.text, row.came_at, unit=unit, problem_type=problem_type, now=now
            )
        case Order():
            return take_order(channel, came, unit=unit, problem_type=problem_type, now=now)
        case Letter():
            believed = trust(raw, settings.MAIL_AUTHSERV)
            return take(
                channel,
                came,
                believed,
                row.came_at,
                unit=unit,
                problem_type=problem_type,
                room=room,
                now=now,
            )
        case _:
            return ""
