"""Nothing happens of which nobody thought what follows."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import huiyin
from huiyin.assessment.demerits.rules.demerits import CONSEQUENCE, DEMERIT
from huiyin.assessment.exemplars.rules.exemplar import EXEMPLAR
from huiyin.assessment.scoring.rules.scores import POINT
from huiyin.cases.rules.lifecycle import LIFECYCLE
from huiyin.journey.steps import QUIET, STEPS
from huiyin.messages.rules.lifecycle import LIFECYCLE as DELIVERY
from huiyin.messages.rules.texts import TEXTS
from huiyin.panels.rules.lifecycle import ROUND
from huiyin.ratings.again.rules.recheck import RECHECK
from huiyin.supervision.ladder.rules.lifecycle import INTERVIEW
from huiyin.supervision.ladder.rules.lifecycle import LIFECYCLE as STANDING
from huiyin.supervision.letters.rules.lifecycle import LETTER, SERVICE
from huiyin.supervision.rounds.rules.accountability import BREACH
from huiyin.supervision.tracking.rules.tracking import TRACKING
from huiyin.triage.secrecy.rules.lifecycle import LIFECYCLE as QUARANTINE

FOLLOWED = {
    "alert",
    "archive",
    "letter",
    "report",
    "case",
    "deadline",
    "delivery",
    "order",
    "quarantine",
    "standing",
    "interview",
    "alarm",
    "circular",
    "recheck",
    "exemplar",
    "tracking",
    "advice",
    "consequence",
    "demerit",
    "campaign",
    "tabled",
    "paper",
    "point",
    "score",
    "tendency",
    "pool",
    "round",
    "member",
    "task",
}
"""Subjects on whose events something may follow. Locks, uses and conflicts are themselves what followed."""
SOURCE = Path(huiyin.__file__).parent
SETTLED = ("delivered", "undelivered")
BY_TABLE = {("case", verb) for verb in (*LIFECYCLE.verbs, "open")} | {
    ("delivery", state) for state in SETTLED
}
NAMED = (
    {("deadline", "warn"), ("deadline", "lapse")}
    | {("quarantine", verb) for verb in QUARANTINE.verbs}
    | {("standing", verb) for verb in (*STANDING.verbs, "enter")}
    | {("interview", verb) for verb in (*INTERVIEW.verbs, "summon")}
    | {("letter", verb) for verb in ("draft", *LETTER.verbs, *SERVICE.verbs)}
    | {("breach", verb) for verb in ("state", *BREACH.verbs)}
    | {("recheck", verb) for verb in ("open", *RECHECK.verbs)}
    | {("demerit", verb) for verb in ("post", *DEMERIT.verbs)}
    | {("consequence", verb) for verb in ("reach", *CONSEQUENCE.verbs)}
    | {("exemplar", verb) for verb in ("nominate", *EXEMPLAR.verbs)}
    | {("tracking", verb) for verb in ("push", *TRACKING.verbs)}
    | {("point", verb) for verb in POINT.verbs}
    | {("paper", "draft"), ("tendency", "find"), ("advice", "advise"), ("advice", "take_up")}
    | {("round", verb) for verb in ("plan", *ROUND.verbs)}
    | {("member", "hand_in")}
    | {("task", verb) for verb in ("answer", "confirm")}
    | {("report", verb) for verb in ("receive", "supplement", "screen", "rate", "revisit")}
)


@cache
def recorded() -> frozenset[tuple[str, str]]:
    """The pairs (subject, verb) that the program's source records by name."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        if {"tests", "migrations"} & set(path.parts) or "record(" not in (text := path.read_text()):
            continue
        for node in ast.walk(ast.parse(text)):
            match node:
                case ast.Call(func=ast.Name("record"), args=[ast.Constant(kind), _, ast.Constant(verb), *_]):
                    found.add((kind, verb))
    return frozenset(found)


def test_each_event_has_steps_or_a_reason_for_none() -> None:
    events = {pair for pair in recorded() if pair[0] in FOLLOWED} | BY_TABLE | NAMED
    assert events - set(STEPS) - set(QUIET) == set()


def test_nothing_is_wired_to_an_event_that_never_happens() -> None:
    events = recorded() | BY_TABLE | NAMED
    assert (set(STEPS) | set(QUIET)) - events == set()
    assert set(SETTLED) <= set(DELIVERY.states)


def test_what_is_quiet_has_no_steps_and_says_why() -> None:
    assert not set(STEPS) & set(QUIET)
    assert all(len(why) > 10 for why in QUIET.values())


def templates() -> set[str]:
    """Every text that the journey names."""
    return {
        node.value
        for path in (SOURCE / "journey").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in TEXTS
    }


def test_each_text_is_said_by_some_step() -> None:
    """One text waits for a step of its own: asking the reporter for more."""
    assert set(TEXTS) - {"ask_more"} - templates() == set()
