"""A notice about holidays as somebody pastes it: a day on a line, and whether offices work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from huiyin.kernel.lifecycle import Refused

_LINE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[\s,，]+(\S+)")
_REST = frozenset({"休", "放假", "休息", "rest", "off", "0"})
_WORK = frozenset({"班", "上班", "调休上班", "work", "on", "1"})


def read_days(text: str) -> list[tuple[date, bool]] | Refused:
    """(day, working) of each line, like "2027-02-06 休" or "2027年2月13日 上班"; or the line that can't be read."""
    found: dict[date, bool] = {}
    for number, line in _lines(text):
        parts = _LINE.fullmatch(line)
        word = parts[4].casefold() if parts else ""
        if not parts or word not in _REST | _WORK:
            return Refused("unreadable_day", {"line": number})
        try:
            day = date(int(parts[1]), int(parts[2]), int(parts[3]))
        except ValueError:
            return Refused("unreadable_day", {"line": number})
        if found.get(day, word in _WORK) != (word in _WORK):
            return Refused("day_twice", {"line": number})
        found[day] = word in _WORK
    return sorted(found.items()) if found else Refused("missing")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip())
