"""A verification that is whole, a form that offers only what there is, and when somebody is warned."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.cases.rules.checks import (
    CONCLUSIONS,
    FindingDraft,
    OutcomeDraft,
    VerificationDraft,
    offered,
    reason,
    whole,
)
from huiyin.cases.rules.warning import warn_at
from huiyin.kernel.calendar import OfficeHours, WorkingCalendar
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import Refused
from huiyin.kernel.offices import Offices, Season, not_after, opening

DRAFT = VerificationDraft(
    verifiers="尹见微、金予安",
    no_interest=True,
    method="调取录像",
    matter="改告知清单",
    proposal="已处理",
    findings=(FindingDraft(1, "substantiated", "录像可见"), FindingDraft(2, "unsubstantiated", "没有此事")),
    outcomes=(OutcomeDraft(7, "educated"),),
)


def lacks(**changes: object) -> dict[str, str]:
    return {field: no.reason for field, no in whole(replace(DRAFT, **changes), [1, 2]).items()}  # type: ignore[arg-type]


def test_nothing_lacks_in_a_whole_report() -> None:
    assert lacks() == {}


@pytest.mark.parametrize("field", ["verifiers", "method", "matter", "proposal"])
@pytest.mark.parametrize("text", ["", " \n\u3000"])
def test_each_text_is_needed(field: str, text: str) -> None:
    assert lacks(**{field: text}) == {field: "missing"}


def test_somebody_must_declare_that_they_have_no_interest() -> None:
    assert lacks(no_interest=False) == {"no_interest": "declaration_needed"}


def test_each_allegation_needs_a_conclusion_and_facts() -> None:
    assert lacks(findings=DRAFT.findings[:1]) == {"conclusion_2": "missing", "facts_2": "missing"}
    vague = (DRAFT.findings[0], FindingDraft(2, "perhaps", "  "))
    assert lacks(findings=vague) == {"conclusion_2": "missing", "facts_2": "missing"}


@pytest.mark.parametrize("conclusion", CONCLUSIONS)
def test_what_is_proven_in_any_part_has_consequences(conclusion: str) -> None:
    findings = (FindingDraft(1, conclusion, "录像可见"), DRAFT.findings[1])
    needed = {"outcomes": "outcome_needed"} if conclusion in ("substantiated", "partly") else {}
    assert lacks(findings=findings, outcomes=()) == needed


@pytest.mark.parametrize("conclusion", CONCLUSIONS)
def test_where_nobody_is_complained_of_nobody_needs_to_be_dealt_with(conclusion: str) -> None:
    findings = (FindingDraft(1, conclusion, "信号灯确有故障"), DRAFT.findings[1])
    assert whole(replace(DRAFT, findings=findings, outcomes=()), [1, 2], complaint=False) == {}
    assert "matter" in whole(replace(DRAFT, outcomes=(), matter=""), [1, 2], complaint=False)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"findings": (FindingDraft(1, "", ""),)}, None),
        ({"outcomes": (OutcomeDraft(None, "educated"),)}, None),
        ({"findings": (FindingDraft(1, "guilty", ""),)}, "conclusion"),
        ({"outcomes": (OutcomeDraft(7, "beheaded"),)}, "outcomes"),
        ({"outcomes": (OutcomeDraft(8, "educated"),)}, "outcomes"),
    ],
)
def test_a_draft_holds_only_what_was_offered(changes: dict[str, object], field: str | None) -> None:
    answer = offered(replace(DRAFT, **changes), {"educated"}, {7})  # type: ignore[arg-type]
    assert answer == (Refused("unknown_choice", {"field": field}) if field else None)


@pytest.mark.parametrize(
    ("text", "says"), [("不是我们单位", True), ("不行", False), ("    ", False), ("", False)]
)
def test_a_reason_says_something(text: str, says: bool) -> None:
    assert (reason(text) is None) == says


CALENDAR = WorkingCalendar.official()
WINTER = OfficeHours((time(9), time(12)), (time(14), time(17, 30)))
SUMMER = OfficeHours((time(8, 30), time(12)), (time(15), time(18)))
OFFICES = Offices(WINTER, (Season((6, 1), (8, 31), SUMMER),))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("started", "due", "warned"),
    [
        ("2022-03-07 10:42", "2022-03-09 17:30", "2022-03-08 14:00"),
        ("2022-03-04 10:42", "2022-03-07 17:30", "2022-03-04 14:00"),  # over a weekend
        (
            "2022-03-31 10:42",
            "2022-04-06 17:30",
            "2022-04-02 14:00",
        ),  # a Saturday that is worked, then a feast
        ("2022-03-07 10:42", "2022-03-07 17:30", None),
        ("2022-03-07 10:42", "2022-03-08 10:42", None),
        (
            "2022-03-03 10:42",
            "2022-03-09 10:42",
            "2022-03-08 10:42",
        ),  # within office hours: a whole day before
        ("2022-03-03 10:42", "2022-03-09 12:30", "2022-03-08 09:00"),  # at noon
        ("2022-06-13 10:42", "2022-06-16 18:00", "2022-06-15 15:00"),  # in summer
    ],
)
def test_a_warning_comes_one_working_day_before(started: str, due: str, warned: str | None) -> None:
    assert warn_at(at(started), at(due), CALENDAR, OFFICES) == (at(warned) if warned else None)


moments = st.datetimes(datetime(2021, 1, 1), datetime(2022, 12, 1)).map(lambda d: d.replace(tzinfo=SHANGHAI))  # noqa: DTZ001


@given(moments, st.timedeltas(timedelta(hours=1), timedelta(days=40)))
def test_a_warning_lies_between_start_and_deadline_on_a_working_day(
    start: datetime, length: timedelta
) -> None:
    moment = warn_at(start, start + length, CALENDAR, OFFICES)
    if moment is None:
        last = not_after(start + length, CALENDAR, OFFICES)  # of its last day only office hours could be used
        assert CALENDAR.working_days_between(start.date(), last.date()) <= 1
    else:
        assert start < moment < start + length
        assert opening(moment, CALENDAR, OFFICES) == moment
        assert CALENDAR.is_working(moment.astimezone(SHANGHAI).date())
