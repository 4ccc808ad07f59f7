"""Facts change in one place: the actions of a chapter."""

from __future__ import annotations

import ast

import pytest

from . import checks
from .source import is_action, migrations, modules

Modules = list[tuple[str, ast.Module]]


@pytest.fixture(scope="module")
def program() -> Modules:
    return list(modules())


def test_nothing_but_an_action_sets_a_state(program: Modules) -> None:
    wrong = [
        (path, lines)
        for path, tree in program
        if not is_action(path) and (lines := checks.state_writes(tree))
    ]
    assert wrong == []


def test_nothing_but_an_action_writes_rows(program: Modules) -> None:
    """The vault is the action of sealing and has a module of its own; `site` holds what is only compared with."""
    wrong = [
        (path, lines)
        for path, tree in program
        if not (is_action(path) or path == "intake/vault.py" or path.startswith("site/"))
        and (lines := checks.table_writes(tree))
    ]
    assert wrong == []


def test_no_page_asks_a_table(program: Modules) -> None:
    wrong = [
        (path, lines)
        for path, tree in program
        if path.startswith("doors/")
        and not path.endswith("/queries.py")
        and "/queries/" not in path
        and (lines := checks.table_reads(tree))
    ]
    assert wrong == []


def test_migrations_import_nothing_from_the_program() -> None:
    """They must run for ever, whatever becomes of the code."""
    wrong = [(path, lines) for path, tree in migrations() if (lines := checks.project_imports(tree))]
    assert wrong == []
