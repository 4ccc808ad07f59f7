"""Every code that the program can show has its words, in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

import huiyin
from huiyin.cases.rules.checks import CONCLUSIONS
from huiyin.cases.rules.lifecycle import LIFECYCLE
from huiyin.doors.shared import words
from huiyin.doors.shared.refusals import REASONS
from huiyin.intake.rules.submission import IDENTITY_MODES
from huiyin.kernel.lifecycle import Refused
from huiyin.messages.rules.lifecycle import LIFECYCLE as DELIVERY
from huiyin.ratings.rules.levels import LEVELS

SOURCES = [p for p in Path(huiyin.__file__).parent.rglob("*.py") if not {"tests", "migrations"} & {*p.parts}]
CODES = {
    "state": LIFECYCLE.states,
    "citizen": LIFECYCLE.states,
    "verb": LIFECYCLE.verbs,
    "done": LIFECYCLE.verbs,
    "role": sorted(LIFECYCLE.roles),
    "conclusion": CONCLUSIONS,
    "identity": IDENTITY_MODES,
    "rating": [str(level) for level in LEVELS],
    "delivery": DELIVERY.states,
    "system": ("committee", "court", "procuratorate", "police", "justice"),
}


def refusals() -> Iterator[str]:
    """Every reason code written anywhere in the program."""
    for source in SOURCES:
        text = source.read_text()
        for node in ast.walk(ast.parse(text)) if "Refused(" in text else ():
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused" and node.args:
                yield from (leaf for leaf in _codes(node.args[0]))


def _codes(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _codes(node.body)
        yield from _codes(node.orelse)
    elif isinstance(node, ast.Constant):
        yield str(node.value)


@pytest.mark.parametrize("kind", CODES)
def test_every_code_of_the_program_has_its_word(kind: str) -> None:
    assert set(CODES[kind]) <= set(words.KINDS[kind])


def test_every_refusal_of_the_program_has_its_sentence() -> None:
    assert set(refusals()) - set(REASONS) == set()


@pytest.mark.parametrize("kind", [*words.KINDS, "reason"])
def test_every_word_is_chinese_for_chinese_readers(kind: str) -> None:
    table = REASONS if kind == "reason" else words.KINDS[kind]
    with translation.override("zh-hans"):
        assert [code for code, text in table.items() if not re.search(r"[\u4e00-\u9fff]", str(text))] == []


def test_a_refusal_fills_its_blanks_with_words_and_never_breaks_the_page() -> None:
    with translation.override("en"):
        said = words.reason(Refused("wrong_state", {"state": "closed", "verb": "assign"}))
        assert said.endswith("now: closed.")
        assert words.reason(Refused("too_long")) == str(REASONS["unknown"])
        assert words.reason(Refused("never heard of")) == str(REASONS["unknown"])
