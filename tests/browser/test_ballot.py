"""A judge votes on a small phone: page by page, from another device, and sees their ballot closed."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browsing import PHONE, chromium, click, follow, phone, served, window  # noqa: F401
from tests.cast import Cast
from tests.soundness import sound

from huiyin.panels import actions
from huiyin.panels.actions import hand_in
from huiyin.panels.models import Counted
from huiyin.panels.tests.rounds import CLOSES, fill_pool, voting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=False)]

SHOTS = os.environ.get("HUIYIN_SHOTS", "")


def looked_at(page: Page, name: str) -> None:
    page.wait_for_load_state()
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/ballot-{name}.png", full_page=True)
    sound(page, name)


def choose(page: Page, question: str, answer: str) -> None:
    page.get_by_role("group", name=question).get_by_text(answer, exact=True).click()


def test_a_judge_votes_from_two_phones_and_finds_the_ballot(
    served: Cast,  # noqa: F811
    phone: Callable[..., Page],  # noqa: F811
) -> None:
    round_ = voting(fill_pool(served))
    mine, *others = actions.links(round_).values()
    page = phone()
    page.goto(f"/bench/{mine}")
    looked_at(page, "start")
    follow(page, "开始评议")
    looked_at(page, "object")
    choose(page, "履职", "好")
    choose(page, "服务", "不了解")
    page.get_by_label("书面意见").fill("窗口耐心。")
    click(page, "保存，评下一个")
    expect(page.get_by_text("第 2 个，共 2 个")).to_be_visible()

    page = phone(java_script_enabled=False)
    page.goto(f"/bench/{mine}")
    expect(page.get_by_text("共 2 个评议对象，已评 1 个")).to_be_visible()
    follow(page, "提交")
    expect(page.get_by_text("有 1 个对象未评完")).to_be_visible()
    click(page, "提交")
    check = page.locator(".code").inner_text().strip()

    page = phone()
    page.goto(f"/bench/{mine}")
    looked_at(page, "closed")
    expect(page.locator(".code")).to_have_text(check)
    page.goto(f"/bench/{mine}/0")
    expect(page.get_by_role("button", name="保存，评下一个")).to_have_count(0)

    for link in others:
        hand_in(link, now=served.now)
    actions.count(round_.pk, by=served.actor("carol"), now=CLOSES)
    court = str(round_.objects_judged.values_list("pk", flat=True)[0])
    assert Counted.objects.get(check_number=check).answers == {court: ["good", "unknown"]}
    page.goto(f"/bench/{mine}")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("三月")
