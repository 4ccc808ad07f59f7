"""The only writers of rounds: one verb per function, event and rows in one transaction."""

from huiyin.panels.actions.counting import count, publish, veto
from huiyin.panels.actions.drawing import announce, appoint, call_off, draw, resign
from huiyin.panels.actions.following import answer_task, confirm_task, sum_up
from huiyin.panels.actions.measuring import Moved, state_indicator, withdraw_indicator
from huiyin.panels.actions.papers import give_papers, take_paper, transcribe
from huiyin.panels.actions.planning import Entry, enter, plan
from huiyin.panels.actions.preparing import BEFORE_VOTES, state_work, state_works, visit
from huiyin.panels.actions.voting import hand_in, issue, keep, links, renew

__all__ = [
    "BEFORE_VOTES",
    "Entry",
    "Moved",
    "announce",
    "answer_task",
    "appoint",
    "call_off",
    "confirm_task",
    "count",
    "draw",
    "enter",
    "give_papers",
    "hand_in",
    "issue",
    "keep",
    "links",
    "plan",
    "publish",
    "renew",
    "resign",
    "state_indicator",
    "state_work",
    "state_works",
    "sum_up",
    "take_paper",
    "transcribe",
    "veto",
    "visit",
    "withdraw_indicator",
]
