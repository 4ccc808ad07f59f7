"""The only writers of rounds: one verb per function, event and rows in one transaction."""

from huiyin.panels.actions.counting import count, publish, veto
from huiyin.panels.actions.drawing import announce, appoint, call_off, draw, resign
from huiyin.panels.actions.planning import Entry, enter, plan
from huiyin.panels.actions.preparing import state_work, visit
from huiyin.panels.actions.voting import hand_in, issue, keep, links, renew

__all__ = [
    "Entry",
    "announce",
    "appoint",
    "call_off",
    "count",
    "draw",
    "enter",
    "hand_in",
    "issue",
    "keep",
    "links",
    "plan",
    "publish",
    "renew",
    "resign",
    "state_work",
    "veto",
    "visit",
]
