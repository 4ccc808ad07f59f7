"""The checks themselves: each catches the wrong program and lets the right one pass."""

from __future__ import annotations

import ast

import pytest

from . import checks


@pytest.mark.parametrize(
    "wrong",
    [
        "case.state = 'closed'",
        "case.state: str = 'closed'",
        "case.state, case.at = 'closed', now",
        "setattr(case, 'state', 'closed')",
        "Case.objects.filter(pk=1).update(state='closed')",
    ],
)
def test_a_written_state_is_found(wrong: str) -> None:
    assert checks.state_writes(ast.parse(wrong)) == [1]


@pytest.mark.parametrize(
    "right", ["if case.state == 'closed': pass", "old = case.state", "d.update(stated=1)"]
)
def test_a_read_state_is_not(right: str) -> None:
    assert checks.state_writes(ast.parse(right)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "Case.objects.create(number=1)",
        "Case.objects.using('x').filter(a=1).order_by('b')[:3].delete()",
        "case.save(update_fields=['unit'])",
    ],
)
def test_a_written_row_is_found(wrong: str) -> None:
    assert checks.table_writes(ast.parse(wrong)) == [1]


@pytest.mark.parametrize("right", ["Case.objects.filter(a=1).first()", "names.update(f(Case.objects.all()))"])
def test_a_read_row_is_not(right: str) -> None:
    assert checks.table_writes(ast.parse(right)) == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("from django.db import models\nimport huiyin.cases.rules", [2]),
        ("from huiyin.intake.models import Report", [1]),
        ("from ..models import Report", [1]),
        ("from huiyin.kernel import ids\nimport huiyinish", []),
    ],
)
def test_imports_from_the_program_are_found(source: str, lines: list[int]) -> None:
    assert checks.project_imports(ast.parse(source)) == lines
