"""The rows that couldn't be read as a file of their own: the original columns and, before them, why.

It has the same headings, so it can be mended and imported again with the same mapping. No cell runs as a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from huiyin.intake.imports.models import ImportBatch
from huiyin.intake.imports.queries import Rejected, rejected
from huiyin.intake.imports.rules.values import CELL_LIMIT, Cell, text_of
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import Refused
from huiyin.kernel.text import neutral_cell
from huiyin.ledger.actions import looked

Say = Callable[[str, Refused], str]
"""Puts a reason into words: the field, the refusal."""

KINDS = ("csv", "xlsx")


def plainly(field: str, refused: Refused) -> str:
    """A reason as codes, for a command line."""
    return f"{field}: {refused.reason}".strip(": ")


def write(
    batch: ImportBatch, kind: str, *, say: Say = plainly, headings: tuple[str, str] = ("#row", "#reason")
) -> bytes:
    """The file, as `kind` csv (UTF-8 with a mark, so that spreadsheets read it) or xlsx."""
    rows = _rows(batch, say, headings)
    return _xlsx(rows) if kind == "xlsx" else _csv(rows)


def fetch(
    batch: ImportBatch, kind: str, *, by: Actor, now: datetime, say: Say, headings: tuple[str, str]
) -> bytes:
    """The file for the person who brought the batch; that they took it with its names and telephones is recorded."""
    why = "rows of an import to be mended"
    looked("import", batch.pk, "rejects", by=by, now=now, reason=why, unit=batch.committee_id)
    return write(batch, kind, say=say, headings=headings)


def _rows(batch: ImportBatch, say: Say, headings: tuple[str, str]) -> Iterator[list[Any]]:
    yield [*headings, *map(_safe, batch.headers)]
    for row in rejected(batch):
        yield [row.number, _safe(_why(row, say)), *map(_safe, row.cells)]


def _why(row: Rejected, say: Say) -> str:
    return "；".join(say(field, refused) for field, refused in row.reasons)


def _safe(cell: Cell) -> Any:
    """Dates and numbers stay what they are; text is cut to what a cell can hold and never runs."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    if isinstance(cell, date | time | int | float):
        return cell
    return neutral_cell(text_of(cell)[: CELL_LIMIT - 1])


def _csv(rows: Iterator[list[Any]]) -> bytes:
    body = io.StringIO(newline="")
    csv.writer(body).writerows([[c if isinstance(c, str) else text_of(c) for c in row] for row in rows])
    return b"\xef\xbb\xbf" + body.getvalue().encode("utf-8", "replace")


def _xlsx(rows: Iterator[list[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        cells = [WriteOnlyCell(sheet, value) for value in row]
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # never "f", whatever the text begins with
        sheet.append(cells)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()
