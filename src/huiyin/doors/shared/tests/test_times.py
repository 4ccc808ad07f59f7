"""Deadlines and dates as people say them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import translation

from huiyin.doors.shared import times
from huiyin.kernel.calendar import OfficeHours, WorkingCalendar
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.deadlines import Deadline, deadline, remaining
from huiyin.kernel.limits import Limit

CALENDAR = WorkingCalendar.official()
NOW = datetime(2022, 3, 7, 14, 30, tzinfo=SHANGHAI)


def at(month: int, day: int, hour: int = 17, minute: int = 30, year: int = 2022) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def said(due: datetime, language: str) -> tuple[str, str]:
    rest = remaining(due, NOW, CALENDAR)
    with translation.override(language):
        return times.left(due, NOW, rest), times.tone(due, NOW, rest)


@pytest.mark.parametrize(
    ("due", "zh", "en", "tone"),
    [
        (at(3, 9), "还有 2 个工作日（3 月 9 日 17:30）", "2 working days left (9 Mar 17:30)", ""),
        (at(3, 8), "还有 1 个工作日（3 月 8 日 17:30）", "1 working day left (8 Mar 17:30)", ""),
        (at(3, 7), "还有 3 小时（今天 17:30）", "3 hours left (today 17:30)", "near"),
        (at(3, 7, 15, 0), "不到 1 小时（今天 15:00）", "less than an hour left (today 15:00)", "near"),
        (at(3, 7, 14, 0), "刚刚超期（今天 14:00）", "just late (today 14:00)", "late"),
        (at(3, 7, 11, 0), "超过 3 小时（今天 11:00）", "3 hours late (today 11:00)", "late"),
        (at(3, 4), "超过 1 个工作日（3 月 4 日 17:30）", "1 working day late (4 Mar 17:30)", "late"),
        (
            at(12, 30, 17, 30, 2021),
            "超过 43 个工作日（2021 年 12 月 30 日 17:30）",
            "43 working days late (30 Dec 2021 17:30)",
            "late",
        ),
    ],
)
def test_what_is_left(due: datetime, zh: str, en: str, tone: str) -> None:
    assert said(due, "zh-hans") == (zh, tone)
    assert said(due, "en") == (en, tone)


def test_another_year_is_named() -> None:
    with translation.override("zh-hans"):
        assert times.day(date(2021, 12, 30), NOW.date()) == "2021 年 12 月 30 日"
        assert times.full_day(date(2022, 4, 6), NOW.date()) == "4 月 6 日（星期三）"


def test_the_end_of_a_day_is_midnight_of_that_day() -> None:
    with translation.override("zh-hans"):
        last = at(3, 9, 23, 59) + timedelta(seconds=59)
        assert times.moment(last, NOW.date()) == "3 月 9 日 24:00"


def explained(kept: Deadline, language: str) -> list[str]:
    with translation.override(language):
        return list(times.explained(kept, NOW.date()))


def test_how_a_date_came_about_over_a_holiday() -> None:
    limit = Limit("review", 2, "working_days", basis="第九条", since=date(2022, 2, 14))
    kept = deadline(limit, at(4, 1, 10, 42), CALENDAR, OfficeHours())
    assert explained(kept, "zh-hans") == [
        "4 月 1 日（星期五）10:42 开始，当天不算。",
        "期限 2 个工作日。",
        "4 月 2 日（星期六）调休上班，算工作日。",
        "4 月 3 日至 4 月 5 日放假，不算。",
        "到 4 月 6 日（星期三）17:30 为止。",
        "依据：第九条，自 2022 年 2 月 14 日起施行。",
    ]
    assert explained(kept, "en")[3] == "3 Apr to 5 Apr are holidays and aren’t counted."


def test_a_year_without_a_calendar_is_said_aloud() -> None:
    kept = deadline(Limit("review", 2, "working_days"), at(12, 31, 9, 0, 2030), CALENDAR, OfficeHours())
    assert any("2031 年的放假安排还没有公布" in line for line in explained(kept, "zh-hans"))
