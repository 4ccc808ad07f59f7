"""What the papers say by themselves, per language, and how they write a day."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")
_FOLDER = Path(__file__).parent / "words"


@cache
def words(language: str) -> dict[str, Any]:
    """All words of a language, "zh" or "en" (or a tag such as "zh-hans"). Raises KeyError for any other."""
    path = _FOLDER / f"{language.split('-', maxsplit=1)[0].lower()}.toml"
    if not path.is_file():
        raise KeyError(f"no words for papers in {language!r}")
    return tomllib.loads(path.read_text("utf-8"))


def day(when: date, language: str, *, weekday: bool = False) -> str:
    """A date as a paper writes it: 2022年4月6日 (GB/T 9704: no leading zeros), the weekday with it if asked."""
    return _filled("day_with_weekday" if weekday else "day", when, language)


def moment(when: datetime, language: str) -> str:
    """An instant in local time, to the minute. Raises ValueError for one without a time zone."""
    if when.tzinfo is None:
        raise ValueError("an instant on a paper needs a time zone")
    return _filled("moment", when.astimezone(LOCAL), language)


def _filled(form: str, when: date, language: str) -> str:
    own = words(language)
    parts: dict[str, Any] = {"year": when.year, "month": when.month, "day": when.day}
    parts["weekday"] = own["weekdays"][when.weekday()]
    parts["month_name"] = own.get("months", [""] * 12)[when.month - 1]
    if isinstance(when, datetime):
        parts |= {"hour": when.hour, "minute": when.minute}
    return str(own[form]).format(**parts)
