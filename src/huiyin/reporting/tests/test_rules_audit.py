"""Every kind of subject in the ledger is known to the audit: none slips past its seal."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import huiyin
from huiyin.reporting.queries.audit import OF_A_CASE, OF_A_PAPER, OF_A_REPORT, OF_NOBODY


def kinds() -> Iterator[str]:
    """The kinds of subjects that the program's source records."""
    for path in Path(huiyin.__file__).parent.rglob("*.py"):
        text = path.read_text()
        if {"tests", "migrations"} & set(path.parts) or not ("record(" in text or "Entry(" in text):
            continue
        for node in ast.walk(ast.parse(text)):
            match node:
                case ast.Call(func=ast.Name("record" | "Entry"), args=[ast.Constant(str(kind)), *_]):
                    yield kind


def test_every_kind_of_subject_is_known_to_the_audit() -> None:
    assert set(kinds()) == {*OF_A_CASE, *OF_A_PAPER, *OF_A_REPORT, *OF_NOBODY}


def test_a_kind_is_asked_in_one_way() -> None:
    """Standing in two lists, it would be asked as the later says, and shown where only the earlier finds it kept."""
    kinds = [*OF_A_CASE, *OF_A_PAPER, *OF_A_REPORT, *OF_NOBODY]
    assert sorted(kinds) == sorted(set(kinds))
