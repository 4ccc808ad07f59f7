"""Tables in files: told by content, never by name; read row by row; nothing in them is ever executed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from huiyin.intake.imports.rules.values import Cell
from huiyin.kernel.lifecycle import NotAllowed, Refused

FILE_LIMIT = 60_000_000
"""Bytes of a file as it is sent."""
ROW_LIMIT = 200_000
COLUMN_LIMIT = 200

Opener = Callable[[], IO[bytes]]
"""Gives the file anew, from its beginning."""


@dataclass(frozen=True)
class Row:
    """`number` counts as a spreadsheet does, from 1, headings included. `wrong`: why it isn't a row at all."""

    number: int
    cells: list[Cell]
    wrong: Refused | None = None


@dataclass(frozen=True)
class Table:
    """`shape`: how the file was understood (kind, encoding, delimiter, sheet), to be read the same way again."""

    shape: dict[str, Any]
    headers: list[str]
    rows: Iterator[Row]


def unreadable(reason: str, **detail: Any) -> NotAllowed:
    """What to raise for a file that can't be read at all."""
    return NotAllowed(Refused(reason, detail))
