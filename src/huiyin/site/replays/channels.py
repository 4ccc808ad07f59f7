"""How what people say gets to the platform by other ways than its own pages."""

from __future__ import annotations

from datetime import datetime

from huiyin.intake.actions import Receipt
from huiyin.intake.channels.actions import take_in
from huiyin.intake.channels.actions.replies import give_reply
from huiyin.intake.channels.models import ReplyTask
from huiyin.intake.channels.queries import replies_owed
from huiyin.intake.channels.rules.arrivals import STAFF_WAYS, Arrival
from huiyin.intake.rules.submission import Submission
from huiyin.kernel.actor import PUBLIC
from huiyin.organisations.queries import unit
from huiyin.policy.rules.channels import Channel
from huiyin.site.replays import wire
from huiyin.site.replays.circumstances import OWN_PAGES
from huiyin.site.replays.letters import Letter
from huiyin.site.replays.people import Nobody
from huiyin.site.replays.stage import Stage


def channel_of(stage: Stage, letter: Letter) -> Channel | None:
    """The channel by which it comes; None for the program's own pages."""
    code = letter.plan.channel
    return None if code in OWN_PAGES else next(c for c in stage.city.channels if c.code == code)


def needs_entry(stage: Stage, letter: Letter) -> bool:
    """Whether somebody of the accepting body has to enter it, in office hours."""
    channel = channel_of(stage, letter)
    return channel is not None and channel.way in STAFF_WAYS


def is_wired(stage: Stage, letter: Letter) -> bool:
    """Whether a machine brings it, so that nobody fills in a form."""
    channel = channel_of(stage, letter)
    return channel is not None and channel.way in wire.WAYS


def bring(stage: Stage, letter: Letter, submission: Submission, channel: Channel, now: datetime) -> Receipt:
    """What somebody writes on another page comes at once; what somebody enters says when it came to them."""
    by, entered = PUBLIC, None
    if channel.way in STAFF_WAYS:
        clerks = stage.people.holding("clerk", unit(channel.acceptor or stage.city.city.committee).pk, now)
        if not clerks:
            raise Nobody(f"nobody of {channel.acceptor} may enter what comes by {channel.code}")
        by, entered = stage.people.actor(clerks[0], now), clerks[0]
    arrival = Arrival(
        channel=channel.code,
        mark=letter.key,
        came_at=letter.at,
        external_id=letter.order,
        entered_by=entered,
    )
    return take_in(submission, arrival, by=by, now=now)


def give_answers(stage: Stage, now: datetime) -> None:
    """Each accepting body gives the answers that it owes by telephone, letter or hand, where the story has it so."""
    said = stage.story.phrases.get("given", {})
    owing = ReplyTask.objects.filter(done_at=None).values_list("unit", flat=True).distinct()
    for body in owing.order_by("unit") if said else ():
        clerks = stage.people.holding("clerk", body, now)
        if not clerks:
            raise Nobody(f"nobody of unit {body} may give the answers that it owes")
        by = stage.people.actor(clerks[0], now)
        for task in replies_owed(by, now).filter(unit=body):
            unknown = task.report.identity_mode == "anonymous" and task.way != "paper"
            given = said["unknown" if unknown else task.way]
            give_reply(task.report.number, given["how"], given["note"], by=by, account=clerks[0], now=now)
