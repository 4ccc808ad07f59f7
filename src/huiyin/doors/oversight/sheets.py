"""Figures and lists as XLSX. No cell is a formula, whatever somebody wrote into a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from huiyin.kernel.text import neutral_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cells = Sequence[str | int | float | None]
Sheet = tuple[str, Sequence[str], Iterable[Cells]]
"""Its name, its heads, its rows."""


def workbook(sheets: Iterable[Sheet], name: str) -> HttpResponse:
    """A workbook to download under `name` (ASCII)."""
    book = Workbook(write_only=True)
    for title, heads, rows in sheets:
        sheet = book.create_sheet(title[:31])
        sheet.freeze_panes = "A2"
        sheet.column_dimensions["A"].width = 32
        named = [WriteOnlyCell(sheet, value=head) for head in heads]
        for cell in named:
            cell.font = Font(bold=True)
        sheet.append(named)
        for row in rows:
            sheet.append([neutral_cell(value) for value in row])
    file = BytesIO()
    book.save(file)
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(file.getvalue(), content_type=XLSX, headers=headers)
