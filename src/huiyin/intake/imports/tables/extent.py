"""How far the cells of a workbook reach, read from its XML without building anything."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import IO

from huiyin.intake.imports.tables import unreadable

CELL_AREA = 6_000_000
"""Rows times columns that are laid out in memory: 200,000 rows of 30 columns."""

_TAG = re.compile(rb"<(?:\w+:)?(c|row)(?=[\s/>])([^>]*)>")
_PLACE = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]*)(\d+)")
_BLOCK = 1 << 18


def largest(data: bytes) -> tuple[int, int]:
    """The last row and the last column that hold a value, over all sheets. Cells that are only coloured don't count.

    Raises NotAllowed `broken` for a sheet that isn't plain XML.
    """
    rows = columns = 1
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with archive.open(name) as sheet:
                    row, column = _extent(sheet)
                rows, columns = max(rows, row), max(columns, column)
    return rows, columns


def _extent(sheet: IO[bytes]) -> tuple[int, int]:
    rows = columns = 0
    row = place = 0
    for tag in _tags(sheet):
        named = _PLACE.search(tag[2])
        if tag[1] == b"row":
            row, place = (int(named[2]) if named else row + 1), 0
            continue
        place = _column(named[1]) if named else place + 1
        if not tag[2].endswith(b"/"):
            rows, columns = max(rows, int(named[2]) if named else row), max(columns, place)
    return rows, columns


def _tags(sheet: IO[bytes]) -> Iterator[re.Match[bytes]]:
    rest = b""
    while block := sheet.read(_BLOCK):
        if b"\0" in block:  # another encoding than the reader's
            raise unreadable("broken")
        rest += block
        end = rest.rfind(b">") + 1
        yield from _TAG.finditer(rest, 0, end)
        rest = rest[end:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
