"""The only writer of the ladder: what the program does by itself, and what a supervisor does in one act."""

from huiyin.supervision.ladder.actions.alarms import raise_alarm, settle_alarm
from huiyin.supervision.ladder.actions.circulars import collect
from huiyin.supervision.ladder.actions.climbing import climb, enter, leave
from huiyin.supervision.ladder.actions.following import skip, take_off
from huiyin.supervision.ladder.actions.interviews import add_paper, arrange, drop, hold, summon

__all__ = [
    "add_paper",
    "arrange",
    "climb",
    "collect",
    "drop",
    "enter",
    "hold",
    "leave",
    "raise_alarm",
    "settle_alarm",
    "skip",
    "summon",
    "take_off",
]
