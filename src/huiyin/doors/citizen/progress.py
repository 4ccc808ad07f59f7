"""Where a report is, as its reporter reads it: seven stages from "we have it" to "what do you think of the answer".

Pure: made from the case's events, so that a stage that was undone (sent back, returned for rework) is open again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal

Code = Literal["received", "reviewed", "taken_up", "verified", "approved", "answered", "rated"]
CODES: Final[tuple[Code, ...]] = (
    "received", "reviewed", "taken_up", "verified", "approved", "answered", "rated",
)  # fmt: skip
SHORT: Final[tuple[Code, ...]] = ("received", "reviewed", "answered", "rated")
"""The way of a report that no unit has to verify for itself: declined, led into another procedure, or joined."""
_SHORTENS = frozenset({"decline", "channel", "join"})

_ENDS: Final[Mapping[str, Code]] = {
    "open": "received",
    "assign": "reviewed",
    "dispatch": "reviewed",
    "redirect": "reviewed",
    "reassign": "reviewed",
    "affirm": "reviewed",
    "accept": "taken_up",
    "submit": "verified",
    "approve": "approved",
    "join": "reviewed",
    "answer": "answered",
    "answer_with_main": "answered",
    "decline": "answered",
    "channel": "answered",
}
"""Which stage is over with an event."""
_REOPENS: Final[Mapping[str, Code]] = {
    "object_to": "reviewed",
    "dispute": "reviewed",
    "send_back": "reviewed",
    "separate": "reviewed",
    "lock": "taken_up",
    "return_from_team": "reviewed",
    "return_for_rework": "verified",
}
"""From which stage on everything is open again."""


_GIVEN: Final = ("assign", "dispatch", "redirect", "reassign")


def by_rule(verbs: Iterable[str]) -> bool:
    """Whether it was the program, by the city's rules, that gave a report to the unit where it lies now."""
    given = [verb for verb in verbs if verb in _GIVEN]
    return given[-1:] == ["dispatch"]


@dataclass(frozen=True)
class Stage:
    """One stage: whether it is done, where things stand now, or still to come; and between which moments.

    `since` and `due_at` are there where the stage runs, or ran, under a limit of its own.
    """

    code: Code
    state: Literal["done", "here", "late", "todo"]
    done_at: datetime | None = None
    since: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True)
class Happened:
    """An event of the case: verb, moment, and the deadline that it started."""

    verb: str
    at: datetime
    due_at: datetime | None = None


def happened(verb: str, at: datetime, data: Mapping[str, Any]) -> Happened:
    """The part of a ledger event that the reporter's line of steps is made of."""
    due = data.get("due")
    return Happened(verb, at, datetime.fromisoformat(due[1]) if due else None)


def stages(
    events: Iterable[Happened],
    *,
    received_at: datetime,
    promised_at: datetime,
    rated_at: datetime | None,
    now: datetime,
) -> tuple[Stage, ...]:
    """The line of stages as it stands at `now`."""
    way = _moved(events)
    done = _done(way, received_at)
    if rated_at:
        done["rated"] = (rated_at, None)
    codes = SHORT if _short(way) else CODES
    done = _passed(codes, done)
    open_ones = [code for code in codes if code not in done]
    line = [
        Stage(code, "done", *_ended(done[code])) if code in done else Stage(code, "todo") for code in codes
    ]
    last = way[-1] if way else None
    here = open_ones[0] if open_ones else None
    return tuple(
        _here(stage, last, promised_at, now) if stage.code == here else _promised(stage, promised_at)
        for stage in line
    )


_ASIDE = frozenset(
    {
        "ask_extension",
        "refuse_extension",
        "ask_suspension",
        "refuse_suspension",
        "overdue",
        "pin",
        "hold_back",
        "put_back",
        "expunge",
    }
)
_MOVES = frozenset({"extend", "suspend", "resume", "prolong", "hasten", "recount"})


def _moved(events: Iterable[Happened]) -> list[Happened]:
    """The steps of the way, each under its day as it was moved last; what is no step left out."""
    way: list[Happened] = []
    for event in events:
        if event.verb in _MOVES and way:
            way[-1] = replace(way[-1], due_at=event.due_at or way[-1].due_at)
        elif event.verb not in _ASIDE:
            way.append(event)
    return way


def _short(way: list[Happened]) -> bool:
    turns = [e.verb for e in way if e.verb in _SHORTENS or e.verb == "separate"]
    return bool(turns) and turns[-1] in _SHORTENS


_Done = dict[Code, tuple[datetime, datetime | None]]
"""When a stage was over, and when it had to be."""


def _ended(end: tuple[datetime, datetime | None]) -> tuple[datetime, None, datetime | None]:
    return end[0], None, end[1]


def _done(way: list[Happened], received_at: datetime) -> _Done:
    done: _Done = {"received": (received_at, None)}
    running: datetime | None = None
    for event in way:
        if event.verb in _REOPENS:
            first = CODES.index(_REOPENS[event.verb])
            done = {code: end for code, end in done.items() if CODES.index(code) < first}
        elif event.verb in _ENDS and event.verb != "open":
            done[_ENDS[event.verb]] = (event.at, running)
        running = event.due_at or running
    return done


def _passed(codes: tuple[Code, ...], done: _Done) -> _Done:
    """Also done: a stage before the answer that the short way steps over in one act."""
    if codes is SHORT and "answered" in done:
        done.setdefault("reviewed", done["answered"])
    return {code: end for code, end in done.items() if code in codes}


def _here(stage: Stage, last: Happened | None, promised_at: datetime, now: datetime) -> Stage:
    if stage.code == "rated":
        return replace(stage, state="here")
    due = last.due_at if last and stage.code != "answered" else None
    since = last.at if last and due else None
    late = now > (due or promised_at)
    here = replace(stage, state="late" if late else "here", since=since, due_at=due)
    return _promised(here, promised_at)


def _promised(stage: Stage, promised_at: datetime) -> Stage:
    return replace(stage, due_at=promised_at) if stage.code == "answered" and stage.state != "done" else stage
