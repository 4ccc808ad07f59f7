"""Candidates are stored once for both reports, with their reasons; what is held or removed leaves none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.cast import MORNING

from huiyin.intake.models import Report
from huiyin.triage.likeness.actions import compare, mark, mark_missing
from huiyin.triage.likeness.queries import alike
from huiyin.triage.models import Candidate, Compared, ToCompare

pytestmark = pytest.mark.django_db

Send = Callable[..., Any]
Settle = Callable[..., None]
SMOKE = "丁香花园小区楼下的烧烤摊油烟直排，居民无法开窗。"
AGAIN = "住在丁香花园小区，楼下烧烤摊天天油烟直排，晚上睡不着。"
ELSEWHERE = "白杨花园小区楼下的烧烤摊油烟直排，居民无法开窗。"


def ids() -> dict[str, int]:
    return dict(Report.objects.values_list("text", "pk"))


def test_both_sides_know_of_each_other_once_the_later_one_is_in(send: Send, settle: Settle) -> None:
    send(text=SMOKE, now=MORNING - timedelta(days=9))
    settle(MORNING - timedelta(days=9))
    assert not Candidate.objects.exists() and Compared.objects.count() == 1
    for text in (AGAIN, ELSEWHERE, "复印一份判决书等了两个小时。"):
        send(text=text)
    settle(MORNING)
    reports = ids()
    [first, second] = alike(reports[SMOKE])
    assert (first.report, first.likeness.other_place) == (reports[AGAIN], False)
    assert "丁香" in first.likeness.places and "油烟直排" in "".join(first.likeness.words)
    assert (second.report, second.likeness.other_place) == (reports[ELSEWHERE], True)
    assert [one.report for one in alike(reports[AGAIN])][:1] == [reports[SMOKE]]
    assert not ToCompare.objects.exists()


def test_compared_twice_or_anew_it_is_the_same(send: Send, settle: Settle) -> None:
    for text in (SMOKE, AGAIN):
        send(text=text)
    settle(MORNING)
    before = Candidate.objects.values_list("report", "other", "close").get()
    mark(ids()[SMOKE])
    assert compare(MORNING) == 1 and Candidate.objects.count() == 1
    Candidate.objects.all().delete()
    Compared.objects.all().delete()
    assert mark_missing(MORNING) == 2 and mark_missing(MORNING) == 0
    compare(MORNING)
    again = Candidate.objects.values_list("report", "other", "close").get()
    assert (set(again[:2]), again[2]) == (set(before[:2]), pytest.approx(before[2]))


def test_what_is_held_is_compared_with_nothing_and_what_is_removed_is_forgotten(
    send: Send, settle: Settle
) -> None:
    send(text=SMOKE)
    send(text=AGAIN + "绝密★")
    settle(MORNING)
    assert Compared.objects.count() == 1 and not Candidate.objects.exists()
