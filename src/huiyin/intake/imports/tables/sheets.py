"""XLSX: the values that the first sheet with rows shows. Formulas aren't run: the result stored beside them counts."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from huiyin.intake.attachments.rules.papers import check_office
from huiyin.intake.imports.tables import FILE_LIMIT, ROW_LIMIT, Opener, Row, unreadable
from huiyin.intake.imports.tables.extent import CELL_AREA, largest
from huiyin.kernel.lifecycle import Refused


def rows(source: Opener, shape: dict[str, Any]) -> Iterator[Row]:
    """The rows of the sheet. Notes its name in `shape`."""
    with source() as file:
        data = file.read(FILE_LIMIT + 1)
    if len(data) > FILE_LIMIT:
        raise unreadable("too_large", limit_mb=FILE_LIMIT // 1_000_000)
    found = check_office(data)
    if isinstance(found, Refused):
        raise unreadable(_SAID_OF_TABLES.get(found.reason, found.reason))
    if found.name != "xlsx":
        raise unreadable("no_table")
    _must_fit(data)
    sheet = _sheet(data)
    shape["sheet"] = sheet.name
    return (Row(number, list(cells)) for number, cells in enumerate(sheet.iter_rows(), 1))


_SAID_OF_TABLES = {"polyglot": "broken", "wrong_type": "no_table", "active_content": "macros"}


def _must_fit(data: bytes) -> None:
    """The reader lays a sheet out as a full rectangle: one cell in the farthest corner would take all memory."""
    last_row, last_column = largest(data)
    if last_row * last_column > CELL_AREA:
        few = last_row <= ROW_LIMIT + 1
        raise unreadable("bomb") if few else unreadable("too_many_rows", limit=ROW_LIMIT)


def _sheet(data: bytes) -> CalamineSheet:
    """The first sheet that has rows."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        for position in range(len(book.sheet_names)):
            sheet = book.get_sheet_by_index(position)
            if sheet.height > ROW_LIMIT + 1:
                raise unreadable("too_many_rows", limit=ROW_LIMIT)
            if sheet.height:
                return sheet
    except (CalamineError, ValueError, OSError) as error:
        raise unreadable("broken") from error
    raise unreadable("empty")
