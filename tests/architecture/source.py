"""Reads the program's own source: what is checked, and the order of the chapters."""

from __future__ import annotations

import ast
import configparser
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "huiyin"


def modules(below: str = "") -> Iterator[tuple[str, ast.Module]]:
    """Path (from `huiyin/` on) and syntax tree of each module that is neither test nor migration."""
    for path in sorted((SOURCE / below).rglob("*.py")):
        if not {"tests", "migrations"}.intersection(path.parts):
            yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text())


def migrations() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.rglob("migrations/*.py")):
        yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text())


def chapters() -> list[str]:
    """The chapters, first to last, as the import contract has them."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    return contracts["importlinter:contract:story"]["layers"].split()[::-1]


def is_action(path: str) -> bool:
    return path.endswith("/actions.py") or "/actions/" in path
