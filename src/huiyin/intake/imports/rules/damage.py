"""Cells that no person wrote: what went wrong when the table was made or sent."""

from __future__ import annotations

from collections.abc import Sequence

from huiyin.intake.imports.rules.values import CELL_LIMIT, Cell, text_of
from huiyin.kernel.lifecycle import Refused

_UNREADABLE = "\ufffd"


def damaged(headers: Sequence[str], cells: Sequence[Cell]) -> dict[str, Refused]:
    """The cells with NULs, with bytes that are no text, far too long, or outside the table, by heading."""
    wrong: dict[str, Refused] = {}
    if any(text_of(cell).strip() for cell in cells[len(headers) :]):
        wrong[""] = Refused("too_many_cells", {"found": len(cells), "limit": len(headers)})
    for header, cell in zip(headers, cells, strict=False):
        if not isinstance(cell, str):
            continue
        if len(cell) > CELL_LIMIT:
            wrong[header] = Refused("cell_too_long", {"length": len(cell), "limit": CELL_LIMIT})
        elif "\0" in cell:
            wrong[header] = Refused("damaged_cell")
        elif _UNREADABLE in cell:
            wrong[header] = Refused("undecodable")
    return wrong
