"""A list as a spreadsheet: the same rows, the same words, nothing that runs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from huiyin.doors.desk.rows import Row
from huiyin.doors.desk.templatetags.desk import channel
from huiyin.doors.shared.templatetags.units import named
from huiyin.doors.shared.words import word
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.text import neutral_cell

WIDTHS = (18, 36, 26, 14, 10, 20, 12, 18, 26, 22, 26, 18, 18)


def sheet(rows: Iterable[Row], most: int) -> IO[bytes]:
    """An XLSX file, written row by row into a file without a name, ready to be read from its start.

    Where there are more than `most` rows, the last line says so, and what to do for the others.
    """
    book = Workbook(write_only=True)
    page = book.create_sheet(pgettext("list", "Cases"))
    page.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGHIJKLM", WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    heads = []
    for text in _heads():
        cell = WriteOnlyCell(page, value=text)
        cell.font = Font(bold=True)
        heads.append(cell)
    page.append(heads)
    for number, row in enumerate(rows):
        if number == most:
            page.append([_more(most)])
            break
        page.append([neutral_cell(value) for value in _cells(row)])
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    book.save(file)
    file.seek(0)
    return file


def _more(most: int) -> str:
    said = _(
        "A sheet ends after %(most)s matters, and the list has more: narrow it, by its days say, for the rest."
    )
    return said % {"most": f"{most:,}"}


def _heads() -> tuple[str, ...]:
    return (
        _("Number"),
        _("Title"),
        _("Unit reported on"),
        _("System"),
        _("Level"),
        _("Type of problem"),
        _("Identity"),
        _("Channel"),
        _("Accepted by"),
        _("Status"),
        _("With whom"),
        _("Due"),
        pgettext("column", "Received"),
    )


def _cells(row: Row) -> tuple[object, ...]:
    """What the list shows. How the reporter appears and the minute in which they wrote are the committee's alone."""
    case = row.case
    received = case.received_at.astimezone(SHANGHAI).replace(tzinfo=None)
    return (
        case.number,
        row.title,
        row.about,
        word("system", case.system),
        word("level", case.level),
        row.kind,
        word("identity", case.identity_mode) if row.sees else "",
        channel(case.channel) if row.sees else "",
        named(case.acceptor) if row.sees else "",
        word("state", case.state),
        named(case.unit or case.team or case.committee),
        case.due_at.astimezone(SHANGHAI).replace(tzinfo=None) if case.due_at else None,
        received if row.sees else received.date(),
    )
