"""Tells what a file is and opens it as a table."""

from __future__ import annotations

from typing import Any

from huiyin.intake.imports.rules.fields import distinct
from huiyin.intake.imports.rules.values import text_of
from huiyin.intake.imports.tables import COLUMN_LIMIT, Opener, Row, Table, sheets, texts, unreadable

_MAGIC = {
    b"PK\x03\x04": "xlsx",
    b"PK\x05\x06": "xlsx",
    b"\x1f\x8b": "csv",
    b"MZ": "",
    b"\x7fELF": "",
    b"%PDF": "",
    b"\x89PNG": "",
    b"\xff\xd8\xff": "",
    b"GIF8": "",
    b"Rar!": "",
    b"7z\xbc\xaf": "",
    b"SQLite format 3": "",
    b"\xd0\xcf\x11\xe0": "xls",
}
"""First bytes, and what they show; "": nothing that holds a table."""
_HEADING_AMONG = 20
"""Titles and remarks above the headings, at most."""


def open_table(source: Opener, shape: dict[str, Any] | None = None) -> Table:
    """The table in a file. `shape`, from an earlier reading, spares looking at the whole file again.

    Raises NotAllowed: empty, broken, bomb, no_table, old_excel, unknown_encoding, no_headings, too_many_columns,
    and while rows are read too_many_rows.
    """
    shape = shape or _shape(source)
    rows = (sheets if shape["kind"] == "xlsx" else texts).rows(source, shape)
    for _, row in zip(range(_HEADING_AMONG), rows, strict=False):
        if row.wrong is None and _is_heading(row):
            cells = [text_of(cell) for cell in row.cells]
            while not cells[-1].strip():
                cells.pop()
            if len(cells) > COLUMN_LIMIT:
                raise unreadable("too_many_columns", limit=COLUMN_LIMIT)
            return Table(shape, distinct(cells), (row for row in rows if _says_anything(row)))
    raise unreadable("no_headings")


def _shape(source: Opener) -> dict[str, Any]:
    with source() as file:
        head = file.read(4096)
    if not head:
        raise unreadable("empty")
    kind = next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), "csv")
    if kind == "xls":
        raise unreadable("old_excel")
    if not kind:
        raise unreadable("no_table")
    return {"kind": "xlsx"} if kind == "xlsx" else texts.shape(source)


def _is_heading(row: Row) -> bool:
    """The first row in which at least two cells say something; what stands above is a title."""
    return sum(bool(text_of(cell).strip()) for cell in row.cells) > 1


def _says_anything(row: Row) -> bool:
    return row.wrong is not None or any(text_of(cell).strip() for cell in row.cells)
