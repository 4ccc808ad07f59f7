"""The only writer of what comes by channels: taken in, parked, answered."""

from huiyin.intake.channels.actions.parking import content_for, park, settle
from huiyin.intake.channels.actions.pickup import fetch, fetchable, path_for
from huiyin.intake.channels.actions.replies import ask_for_reply, give_reply
from huiyin.intake.channels.actions.taking import key_of, receipt_of, take_in

__all__ = [
    "ask_for_reply",
    "content_for",
    "fetch",
    "fetchable",
    "give_reply",
    "key_of",
    "park",
    "path_for",
    "receipt_of",
    "settle",
    "take_in",
]
