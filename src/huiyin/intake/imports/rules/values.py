"""Cells as text, as a moment, as a day. Times without a zone are Shanghai's."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import Refused
from huiyin.kernel.text import neutral_cell

Cell = str | int | float | bool | date | datetime | time | timedelta | None

CELL_LIMIT = 32_767
"""Characters that a cell of a spreadsheet can hold; a longer one wasn't made by a person."""

_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  where spreadsheets begin to count days
_SERIAL = (20_000, 80_000)
"""Day numbers that mean 1954 to 2119; others are just numbers."""
_MOMENT = re.compile(
    r"(?P<y>\d{4}) ?[年/.-] ?(?P<m>\d{1,2}) ?[月/.-] ?(?P<d>\d{1,2})(?!\d) ?[日号]? ?"
    r"(?:t|[(]?(?:星期|周)[一二三四五六日天][)]?)? ?"
    r"(?:(?P<h>\d{1,2}) ?[:时点] ?(?:(?P<min>\d{1,2}) ?(?:[:分] ?(?:(?P<s>\d{1,2})(?:\.\d+)? ?秒?)?)?)?)?"
    r" ?(?P<zone>z|[+-]\d{2}:?\d{2})?"
)
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2}) ?(?:(?P<h>\d{2})(?P<min>\d{2})(?P<s>\d{2})?)?")


def text_of(cell: Cell) -> str:
    """A cell as a person would read it: whole numbers without a point, so that telephones stay telephones."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e16:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    return _as_written(cell) if isinstance(cell, str) else str(cell)


def _as_written(text: str) -> str:
    """Without the apostrophe that an export of ours put before what looks like a formula."""
    return text[1:] if text.startswith("'") and neutral_cell(text[1:]) == text else text


def moment(cell: Cell) -> datetime | Refused:
    """When: 2019/4/25 9:32:09, 2019年4月25日 9时32分, 20190425, ISO 8601, a spreadsheet's date or day number.

    A day alone is its noon, which is the same day in every zone in which China's neighbours read it.
    Refusals: missing, not_a_moment (with `found`).
    """
    if isinstance(cell, datetime):
        return _aware(cell)
    if isinstance(cell, date):
        return _aware(datetime.combine(cell, time(12)))
    if isinstance(cell, float | int) and not isinstance(cell, bool) and _SERIAL[0] < cell < _SERIAL[1]:
        return _aware(_from_serial(cell))
    written = text_of(cell).strip()
    if not written:
        return Refused("missing")
    bare = " ".join(unicodedata.normalize("NFKC", written).casefold().split())
    match = _MOMENT.fullmatch(bare) or _COMPACT.fullmatch(bare)
    return (match and _put_together(match)) or Refused("not_a_moment", {"found": written[:30]})


def day(cell: Cell) -> date | Refused:
    """The day of a moment, in Shanghai."""
    at = moment(cell)
    return at if isinstance(at, Refused) else at.astimezone(SHANGHAI).date()


def _from_serial(number: float) -> datetime:
    whole = _DAY_ZERO + timedelta(days=number)
    if float(number).is_integer():
        return whole.replace(hour=12)
    return (whole + timedelta(milliseconds=500)).replace(microsecond=0)


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


def _put_together(match: re.Match[str]) -> datetime | None:
    parts = match.groupdict()
    hour, minute, second = (int(parts[name] or 0) for name in ("h", "min", "s")) if parts["h"] else (12, 0, 0)
    try:
        at = datetime(int(parts["y"]), int(parts["m"]), int(parts["d"]), hour, minute, second)  # noqa: DTZ001  zone follows
        zone = (parts.get("zone") or "").replace("z", "+0000").replace(":", "")
        return datetime.strptime(f"{at:%Y%m%d%H%M%S}{zone}", "%Y%m%d%H%M%S%z") if zone else _aware(at)
    except ValueError:
        return None
