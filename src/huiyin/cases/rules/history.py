"""How each event changes where a case stands: the row in the database is the fold of the case's events.

`evolve` is the only place that says what an event does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from huiyin.cases.rules.lifecycle import LIFECYCLE, Snapshot

Facts = Mapping[str, Any]

_CHANGES: Mapping[str, Callable[[Facts, datetime], dict[str, Any]]] = {
    "refer": lambda data, at: {"team": data["team"]},
    "return_from_team": lambda data, at: {"team": None},
    "assign": lambda data, at: _given_to(data),
    "dispatch": lambda data, at: _given_to(data),
    "redirect": lambda data, at: _given_to(data),
    "reassign": lambda data, at: _given_to(data),
    "dispute": lambda data, at: {"arbiter": data["arbiter"]},
    "affirm": lambda data, at: {"arbiter": None},
    "send_back": lambda data, at: {
        "unit": None,
        "handlers": (),
        "approver": None,
        "arbiter": None,
        **_UNSIGNED,
    },
    "submit": lambda data, at: _up(data),
    "return_for_rework": lambda data, at: _back(data),
    "pass_up": lambda data, at: {"approver": data["approver"], "signers": tuple(data["signers"])},
    "stand_in": lambda data, at: {"approver": data["approver"]},
    "answer": lambda data, at: {"answered_at": at},
    "channel": lambda data, at: {"answered_at": at},
    "decline": lambda data, at: {"answered_at": at},
    "join": lambda data, at: {"main": data["main"]},
    "separate": lambda data, at: {"main": None},
    "answer_with_main": lambda data, at: {"answered_at": at},
    "close": lambda data, at: {"closed_at": at},
    "hold_back": lambda data, at: {"held_back": True},
    "put_back": lambda data, at: {"held_back": False},
    "expunge": lambda data, at: {"closed_at": at, "arbiter": None},
    "import": lambda data, at: _long_ago(data),
}
"""What an event changes beside state and deadline."""


_UNSIGNED: Mapping[str, Any] = {"levels": (), "signers": ()}


def _given_to(data: Facts) -> dict[str, Any]:
    people = {"unit": data["unit"], "handlers": tuple(data["handlers"]), "approver": data["approver"]}
    return {**people, **_UNSIGNED}


def _up(data: Facts) -> dict[str, Any]:
    """The event names who signs only where that isn't who the order named: they are away."""
    other = {"approver": data["approver"]} if "approver" in data else {}
    return {"levels": tuple(data.get("levels", ())), "signers": (), **other}


def _back(data: Facts) -> dict[str, Any]:
    """Before there were levels, the event didn't name who signs first next time: whoever returned it."""
    return {**_UNSIGNED, **({"approver": data["approver"]} if "approver" in data else {})}


def _long_ago(data: Facts) -> dict[str, Any]:
    """An answer given before the report came here: it ended the file there and then."""
    answered = datetime.fromisoformat(data["answered_at"])
    return {"answered_at": answered, "closed_at": answered}


def evolve(case: Snapshot, verb: str, data: Facts, at: datetime) -> Snapshot:
    """Where the case stands after an event. `data["due"]` is [kind, moment] where it starts or moves a deadline.

    `data["promised_at"]`: the new day promised to the reporter. A step that goes nowhere leaves the clock alone.
    """
    version = case.version + 1
    if verb == "overdue":
        return replace(case, overdue=True, version=version)
    accused = tuple(sorted({*case.accused, *data.get("officers", ())}))
    if verb == "pin":
        return replace(case, accused=accused, version=version)
    if verb == "recuse":
        return replace(case, version=version, **_others(case, data))
    if verb in ("hold_back", "put_back", "stand_in"):
        return replace(case, version=version, **_CHANGES[verb](data, at))
    step = next(s for s in LIFECYCLE.steps if s.verb == verb and case.state in s.source)
    if "promised_at" in data:
        case = replace(case, promised_at=datetime.fromisoformat(data["promised_at"]))
    if step.target is None and "due" not in data:
        return replace(case, version=version)
    kind, moment = data.get("due") or ("", None)
    changes = _CHANGES[verb](data, at) if verb in _CHANGES else {}
    return replace(
        case,
        state=step.target or case.state,
        accused=accused,
        due_kind=kind,
        due_at=datetime.fromisoformat(moment) if moment else None,
        overdue=False,
        version=version,
        **changes,
    )


def _others(case: Snapshot, data: Facts) -> dict[str, Any]:
    """Who works on a case once somebody withdrew from it. Whose turn it is changes, what is due when doesn't."""
    return {
        "recused": tuple(sorted({*case.recused, data["account"]})),
        "handlers": tuple(data["handlers"]),
        "approver": data["approver"],
    }


def begin(data: Facts) -> Snapshot:
    """Where a case stands after its first event, "open". What was answered elsewhere begins without a deadline."""
    kind, moment = data["due"] or ("", None)
    return Snapshot(
        state=LIFECYCLE.first,
        committee=data["committee"],
        organ=data["organ"],
        acceptor=data.get("acceptor", data["committee"]),
        promised_at=datetime.fromisoformat(data["promised_at"]),
        accused=tuple(sorted(data["accused"])),
        due_kind=kind,
        due_at=datetime.fromisoformat(moment) if moment else None,
        version=1,
    )
