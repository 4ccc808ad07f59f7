"""Different people write about one thing in one place: one issue, before all others; who supervises is told (S1-37)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.cast import MORNING, Cast

from huiyin.journey.finding import group_matters
from huiyin.kernel.clock import FixedClock
from huiyin.messages.models import Notice
from huiyin.triage.models import HotIssue

pytestmark = pytest.mark.django_db(databases=["default", "witness"])

HERE = (
    "丁香花园旁的立案窗口叫号机坏了，项望舒让大家自己挤。",
    "投诉丁香花园旁立案窗口叫号机坏了没人修，问项望舒也不理。",
    "丁香花园旁的立案窗口叫号机又坏了，项望舒说等着。",
)
THERE = (
    "白杨家园旁的立案窗口叫号机坏了，让大家自己挤。",
    "投诉白杨家园旁立案窗口叫号机坏了没人修，问了也不理。",
)
OTHERS = (
    "执行款七个月没有发，电话没人接。",
    "开庭改期不通知，白跑一趟外地。",
    "复印一页收两块钱，不给收据。",
)


def test_what_many_write_about_is_found_told_apart_and_brought_before_who_supervises(
    city: Cast, send: Callable[..., Any], settle: Callable[..., None], settings: Any
) -> None:
    settings.CLOCK = FixedClock(MORNING)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    for i, text in enumerate((*HERE, *THERE, *OTHERS)):
        at = MORNING - timedelta(days=9 - i)
        send(text=text, identity_mode="contact", phone=f"139876543{i:02}", now=at)
        settle(at)
    assert group_matters(MORNING) == 2
    grace = Client(headers={"accept-language": "zh"})
    grace.force_login(city.account("grace"))
    page = grace.get("/oversight/hot").content.decode()
    listed = re.findall(r'href="/oversight/hot/(\d+)"[^>]*>([^<]*)<', page)
    assert [("丁香" in title, "白杨" in title) for _, title in listed] == [(True, False), (False, True)]
    one = grace.get(f"/oversight/hot/{listed[0][0]}").content.decode()
    assert "白杨" not in one and "执行款" not in one and one.count("/desk/cases/") >= len(HERE)
    told = Notice.objects.filter(template="alert").values_list("account__username", flat=True)
    assert set(told) == {city.account("grace").username}
    frank = Client()
    frank.force_login(city.account("frank"))
    for issue in HotIssue.objects.values_list("pk", flat=True):
        assert frank.get(f"/oversight/hot/{issue}").status_code in (403, 404)
