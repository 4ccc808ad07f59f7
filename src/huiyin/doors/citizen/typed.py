"""What was typed, on its way from the form to the chapter of intake."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from huiyin.intake.rules.submission import Submission, check
from huiyin.kernel.text import fold


class Day(forms.DateField):
    """A day as people write it: 2022-03-07, 2022/3/7, 2022年3月7日, in full-width digits too."""

    def __init__(self, **options: Any) -> None:
        formats = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]
        super().__init__(input_formats=formats, **options)

    def to_python(self, value: Any) -> date | None:
        return super().to_python(fold(value) if isinstance(value, str) else value)


_DAY: Final = Day(required=False)


def typed(data: Mapping[str, str], *, unit: int, place: int | None, **facts: Any) -> Submission:
    """What was typed, as the chapter of intake takes it."""
    return Submission(
        key=data.get("key", ""),
        unit=unit,
        place=place,
        text=data.get("text", ""),
        problem_type=data.get("problem_type", ""),
        identity_mode=data.get("identity_mode", ""),
        officer_text=data.get("officer_text", ""),
        name=data.get("name", ""),
        phone=data.get("phone", ""),
        **facts,
    )


def faultless(
    data: Mapping[str, str],
    *,
    unit: int,
    place: int | None,
    kinds: Collection[str],
    today: date,
    **facts: Any,
) -> Submission | None:
    """A submission in which nothing is wrong, without the cost of a form; None where a form has to say what is."""
    try:
        facts["occurred_on"] = _DAY.clean(data.get("occurred_on", ""))
    except ValidationError:
        return None
    source = typed(data, unit=unit, place=place, **facts)
    wrong = isinstance(check(source, types=frozenset(kinds), today=today), dict)
    return None if wrong or not source.key else source
