"""One word per thing: every state and verb of every life is in the glossary, has an action and its words."""

from __future__ import annotations

import importlib
import re
from functools import cache

import pytest

from huiyin.doors.shared import words
from huiyin.kernel.lifecycle import Lifecycle

from .source import ROOT, SOURCE

ENTRY = re.compile(r"^\| `(\w+)` \|([^|]+)\|([^|]+)\|([^|]+)\|([^|]+)\|$", re.M)
ACTIONS = {
    "breach": "supervision.rounds.actions",
    "case": "cases.actions",
    "exemplar": "assessment.exemplars.actions",
    "consequence": "assessment.demerits.actions",
    "demerit": "assessment.demerits.actions",
    "delivery": "messages.actions",
    "letter": "supervision.letters.actions",
    "service": "supervision.letters.actions",
    "import": "intake.imports.actions",
    "member": "panels.actions",
    "model": "triage.learning.actions",
    "point": "assessment.scoring.actions",
    "score": "assessment.scoring.actions",
    "recheck": "ratings.again.actions",
    "round": "panels.actions",
    "interview": "supervision.ladder.actions",
    "quarantine": "triage.secrecy.actions",
    "standing": "supervision.ladder.actions",
    "tracking": "supervision.tracking.actions",
}
TAKEN_BY = {
    ("case", "overdue"): "pass_due",
    ("case", "import"): "archive_history",
    ("case", "pass_up"): "approve",
    ("consequence", "cover"): "post",
    ("consequence", "fall_away"): "post",
    ("consequence", "reach"): "post",
    ("delivery", "claim"): "claim_due",
    ("delivery", "send"): "attempt",
    ("delivery", "fail"): "attempt",
    ("delivery", "give_up"): "attempt",
    ("delivery", "deliver"): "report_delivery",
    ("import", "checked"): "advance",
    ("import", "finish"): "advance",
    ("letter", "consent"): "approve",
    ("letter", "clear"): "approve",
    ("letter", "conclude"): "strike_off",
    ("recheck", "find_content"): "rate_again",
    ("recheck", "find_wanting"): "rate_again",
    ("service", "withhold"): "deliver",
    ("service", "find_sufficient"): "judge",
    ("service", "ask_again"): "judge",
    ("standing", "run_out"): "climb",
    ("model", "set_aside"): "adopt",
    ("model", "reject"): "train",
}
"""Verbs that nobody asks for by name: the action that takes them when their moment has come."""


@cache
def entries() -> dict[str, tuple[str, ...]]:
    text = (ROOT / "docs" / "glossary.md").read_text()
    return {code: tuple(map(str.strip, rest)) for code, *rest in ENTRY.findall(text)}


@cache
def lifecycles() -> dict[str, Lifecycle]:
    """Every table of a life in the program, found by looking into all rules."""
    found = {}
    for path in SOURCE.rglob("rules/*.py"):
        module = importlib.import_module("huiyin." + ".".join(path.relative_to(SOURCE).with_suffix("").parts))
        found |= {one.name: one for one in vars(module).values() if isinstance(one, Lifecycle)}
    return found


def test_every_life_has_its_actions() -> None:
    assert set(lifecycles()) == set(ACTIONS)


@pytest.mark.parametrize("life", ACTIONS)
def test_each_state_and_verb_is_in_the_glossary_in_both_languages(life: str) -> None:
    for code in (*lifecycles()[life].states, *lifecycles()[life].verbs):
        english, chinese, meaning, where = entries()[code]
        assert re.search("[a-z]", english) and re.search("[\u4e00-\u9fff]", chinese) and meaning, code
        assert (SOURCE / where.split(",")[0]).exists() or (SOURCE / f"{where}.py").exists(), code


@pytest.mark.parametrize("life", ACTIONS)
def test_each_verb_has_an_action(life: str) -> None:
    actions = importlib.import_module(f"huiyin.{ACTIONS[life]}")
    taken = {verb: TAKEN_BY.get((life, verb), verb) for verb in lifecycles()[life].verbs}
    assert {verb: name for verb, name in taken.items() if not callable(getattr(actions, name, None))} == {}


def test_every_exception_is_a_verb_that_lacks_an_action_of_its_own() -> None:
    assert {(life, verb) for life, verb in TAKEN_BY if verb in lifecycles()[life].verbs} == set(TAKEN_BY)


def test_what_people_do_and_see_has_its_words() -> None:
    case, delivery = lifecycles()["case"], lifecycles()["delivery"]
    assert set(case.verbs) <= set(words.VERBS) & set(words.DONE)
    assert set(case.states) <= set(words.STATES) & set(words.STATES_FOR_CITIZENS)
    assert set(delivery.states) <= set(words.DELIVERIES)


@pytest.mark.parametrize("role", sorted(words.ROLES))
def test_each_role_is_in_the_glossary_by_the_name_that_pages_use(role: str) -> None:
    from django.utils import translation

    with translation.override("zh-hans"):
        assert str(words.ROLES[role]) in entries()[role][1] + entries()[role][2]


def test_no_term_stands_twice_but_where_a_state_and_a_thing_share_it() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text()
    codes = [code for code, *_ in ENTRY.findall(text)]
    assert {code for code in codes if codes.count(code) > 1} <= {"lock", "import"}
