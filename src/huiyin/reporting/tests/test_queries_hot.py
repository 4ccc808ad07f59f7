"""Hot issues as they are stored: built again unchanged, kept while they grow, sealed from who is reported on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.cast import MORNING, Cast
from tests.laying import once

from huiyin.intake.models import Report
from huiyin.reporting.queries import hot_issue, hot_issues
from huiyin.reporting.queries.hot import Hot
from huiyin.reporting.rules.cycles import Period
from huiyin.triage.likeness.actions import forget, regroup
from huiyin.triage.models import HotBuild, HotIssue, HotMember

pytestmark = pytest.mark.django_db
DAYS = 180
WINDOW = (
    "立案窗口排队系统坏了，丁香大厅叫号一整天没有动，工作人员不理人。",
    "丁香大厅的排队系统又坏了，叫号不动，白等一上午。",
    "投诉丁香大厅排队系统坏了没人修，叫号叫不到。",
)
OTHERS = (
    "执行款七个月没有发，打电话没有人接。",
    "开庭时间改了不通知，白跑一趟外地。",
    "复印一页要收两块钱，没有收据。",
)


@pytest.fixture
def sent(send: Callable[..., Any], settle: Callable[..., None]) -> None:
    once("hot issues: sent", lambda: _sent(send, settle))


def _sent(send: Callable[..., Any], settle: Callable[..., None]) -> None:
    for i, text in enumerate(WINDOW):
        send(
            text=text,
            phone=f"1380000000{min(i, 1)}",
            identity_mode="contact",
            now=MORNING - timedelta(days=i),
        )
    for text in OTHERS:
        send(text=text, now=MORNING)
    settle(MORNING)


def seen(city: Cast, name: str) -> list[Hot]:
    period = Period((MORNING - timedelta(days=60)).date(), MORNING.date())
    return hot_issues(city.actor(name), period, now=MORNING + timedelta(hours=1))


def test_three_matters_of_two_people_are_one_issue(sent: None, city: Cast) -> None:
    assert regroup(MORNING, days=DAYS) == 1
    [one] = seen(city, "carol")
    assert (one.standing.people, one.standing.matters) == (2, 3)
    found = hot_issue(city.actor("carol"), one.issue, now=MORNING)
    assert found and {case.report.text for case in found[1]} == set(WINDOW)


def test_nothing_new_builds_nothing(sent: None) -> None:
    regroup(MORNING, days=DAYS)
    before = (list(HotMember.objects.values()), list(HotIssue.objects.values()))
    regroup(MORNING + timedelta(minutes=10), days=DAYS)
    assert (list(HotMember.objects.values()), list(HotIssue.objects.values())) == before
    assert HotBuild.objects.count() == 1


def test_an_issue_keeps_its_number_while_it_grows(
    sent: None, send: Callable[..., Any], settle: Callable[..., None]
) -> None:
    regroup(MORNING, days=DAYS)
    [issue] = HotIssue.objects.values_list("pk", flat=True)
    send(text="丁香大厅叫号的排队系统还是坏的，等了两小时。", now=MORNING)
    settle(MORNING)
    regroup(MORNING, days=DAYS)
    assert list(HotIssue.objects.values_list("pk", flat=True)) == [issue]
    assert HotMember.objects.filter(issue=issue).count() == len(WINDOW) + 1


def test_what_was_joined_belongs_together_and_what_was_removed_doesnt(sent: None) -> None:
    rows = dict(Report.objects.values_list("text", "pk"))
    joined = {rows[OTHERS[0]]: rows[OTHERS[1]]}
    regroup(MORNING, days=DAYS)
    assert regroup(MORNING, days=DAYS, joined=joined) == 2
    assert HotMember.objects.filter(report__in=[*joined, *joined.values()]).count() == 2
    assert regroup(MORNING, days=DAYS) == 1, "undone"
    forget(rows[WINDOW[1]])
    regroup(MORNING, days=DAYS)
    assert not HotMember.objects.filter(report=rows[WINDOW[1]]).exists()


def test_what_is_older_than_the_window_isnt_in_it(sent: None) -> None:
    assert regroup(MORNING + timedelta(days=200), days=DAYS) == 0
    assert not HotMember.objects.exists()


def test_the_house_reported_on_and_who_reads_no_case_find_nothing(sent: None, city: Cast) -> None:
    regroup(MORNING, days=DAYS)
    [issue] = HotIssue.objects.values_list("pk", flat=True)
    for name in ("dan", "bob", "frank", "eve", "una", "adam", "mia"):
        assert seen(city, name) == [], name
        assert hot_issue(city.actor(name), issue, now=MORNING) is None, name
    assert [one.issue for one in seen(city, "henry")] == [issue]


def test_an_issue_that_touches_the_readers_own_house_isnt_there_at_all(
    sent: None, city: Cast, send: Callable[..., Any], settle: Callable[..., None]
) -> None:
    send(text="丁香大厅的排队系统坏了，叫号不动，没有人管。", unit_code="xt-committee-office", now=MORNING)
    settle(MORNING)
    regroup(MORNING, days=DAYS)
    assert HotMember.objects.count() == len(WINDOW) + 1
    home = city.actor("carol").home
    assert home is not None and seen(city, "carol") == []
