"""The staff's side in a real browser: from review to the end of a file, by clicking; by keyboard; on a phone."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.browsing import CHROMIUM
from tests.cast import MORNING, PASSWORD, PEOPLE, Cast, populate
from tests.soundness import sound

from huiyin.cases.models import Case
from huiyin.intake.actions import receive
from huiyin.intake.attachments.actions import store
from huiyin.intake.attachments.rules.kinds import Limits
from huiyin.intake.attachments.tests.samples import photo
from huiyin.intake.rules.submission import Submission
from huiyin.journey.worker import run_until_idle
from huiyin.kernel.clock import FixedClock
from huiyin.organisations.models import Unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = {"width": 1280, "height": 860}
PHONE = {"width": 360, "height": 740}
SHOTS = os.environ.get("HUIYIN_SHOTS", "")
"""A folder for a picture of every page; empty: none are taken."""

TEXT = (
    "3 月 7 日上午去交材料，窗口的项望舒说缺一份证明让回去补，补好再来又说要另一份，来回三次。"
    "问能不能一次说清，回答“自己看墙上”。\n我叫王小明，电话 13900000000。"
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's loop runs in this thread
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def cast(live_server: Any, settings: Any, tmp_path: Path) -> Cast:
    settings.CLOCK = FixedClock(MORNING)
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    return populate()


@pytest.fixture
def at_desk(chromium: Browser, live_server: Any, cast: Cast) -> Iterator[Callable[..., Page]]:
    """`at_desk("carol")`: a browser of her own, in which she has logged in."""
    contexts = []

    def sit(name: str, size: dict[str, int] = DESK) -> Page:
        context = chromium.new_context(base_url=live_server.url, viewport=size, locale="zh-CN")  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto("/desk/")
        page.locator("[name=username]").fill(PEOPLE[name])
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        expect(page.locator("h1")).to_have_text("今天的事")
        page.wait_for_load_state()
        return page

    yield sit
    for context in contexts:
        context.close()


def report(key: str, unit: str = "xt-court-filing", **fields: Any) -> Case:
    plain = Submission(key, Unit.objects.get(code=unit).pk, TEXT, "B2", "anonymous")
    now = fields.pop("now", MORNING)
    receipt = receive(replace(plain, **fields), now=now)
    run_until_idle(now)
    return Case.objects.get(number=receipt.number)


def named_report() -> Case:
    """By Alice, with her name and a picture."""
    data = photo((640, 480))
    upload = store(BytesIO(data), draft="d", size=len(data), free=10**12, limits=Limits(), now=MORNING)
    return report(
        "alice", identity_mode="real_name", name="王小明", phone="13900000000", uploads=(upload.token,)
    )


def looked_at(page: Page, name: str) -> None:
    """It is sound; a picture where pictures are wanted."""
    size = page.viewport_size or {"width": 0, "height": 0}
    if SHOTS:
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
        page.screenshot(path=f"{SHOTS}/desk-{name}-{size['width']}.png")
        page.set_viewport_size(size)
    sound(page, name)


def click(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def said(page: Page, words: str) -> None:
    expect(page.get_by_role("status")).to_contain_text(words)


def test_the_whole_work_by_clicking(at_desk: Callable[..., Page], cast: Cast, settings: Any) -> None:
    case = named_report()
    carol = at_desk("carol")
    looked_at(carol, "today")
    follow(carol, "初审")
    expect(carol.locator(".said").first).to_contain_text("自己看墙上")
    looked_at(carol, "case")
    _assign(carol)
    run_until_idle(MORNING)
    bob = at_desk("bob")
    _verify(bob, case.number)
    frank = at_desk("frank")
    follow(frank, "审批")
    looked_at(frank, "approval")
    click(frank, "批准")
    said(frank, "已签署，已通知下一位经办人")
    carol.goto("/desk/")
    _answer(carol)
    run_until_idle(MORNING)
    settings.CLOCK.at = MORNING + timedelta(days=1)
    _call_and_close(at_desk("ivy"), case.number)
    assert Case.objects.get(pk=case.pk).state == "closed"


def _assign(carol: Page) -> None:
    follow(carol, "交办核查")
    summary = carol.get_by_label("脱敏摘要").input_value()
    assert "王小明" not in summary and "13900000000" not in summary and "自己看墙上" in summary
    carol.get_by_label("尹见微").check()
    carol.get_by_label("薛砚秋").check()
    carol.get_by_label("需核查的问题").fill("没有一次性告知\n态度生硬")
    carol.get_by_label("这张可以给单位看").check()
    looked_at(carol, "assignment")
    click(carol, "交办核查")
    said(carol, "已交办")


def _verify(bob: Page, number: str) -> None:
    looked_at(bob, "today-unit")
    follow(bob, "受理")
    looked_at(bob, "acceptance")
    click(bob, "受理")
    said(bob, "已受理")
    expect(bob.locator("main")).not_to_contain_text("王小明")
    expect(bob.get_by_alt_text("图片 1")).to_be_visible()
    follow(bob, "提交核查报告")
    click(bob, "提交核查报告")
    expect(bob.get_by_role("alert")).to_contain_text("还没有填")
    looked_at(bob, "verification-wrong")
    bob.locator("[name=verifiers]").fill("尹见微（政治部）、金予安（办公室）")
    bob.get_by_label("我们与本件没有利害关系").check()
    bob.locator("[name=method]").fill("调看 3 月 7 日窗口录像，询问当班人员。")
    for field in bob.get_by_role("group", name="结论").all():
        field.get_by_text("部分属实", exact=True).click()
    for facts in bob.locator("[name^=facts_]").all():
        facts.fill("录像显示当事人三次到窗口，前两次均未一次性告知。")
    bob.locator("[name=evidence]").fill("3 月 7 日窗口录像")
    bob.locator("[name=outcome_0]").select_option(label="批评教育")
    bob.locator("[name=matter]").fill("重做一次性告知清单，贴在窗口。")
    bob.locator("[name=proposal]").fill(
        "您反映的情况部分属实。我们已对当班人员批评教育，并重新制作了告知清单。"
    )
    click(bob, "存为草稿")
    said(bob, "已存为草稿")
    looked_at(bob, "verification")
    click(bob, "提交核查报告")
    said(bob, "已报审批人")
    looked_at(bob, "case-unit")


def _answer(carol: Page) -> None:
    follow(carol, "答复")
    click(carol, "预览")
    expect(carol.locator(".look")).to_contain_text("重新制作了告知清单")
    looked_at(carol, "reply")
    click(carol, "答复")
    said(carol, "已答复反映人")


def _call_and_close(ivy: Page, number: str) -> None:
    ivy.goto(f"/desk/cases/{number}")
    looked_at(ivy, "case-answered")
    ivy.goto(f"/desk/cases/{number}/identity")
    looked_at(ivy, "identity")
    ivy.get_by_label("开启理由").fill("电话回访")
    click(ivy, "开启身份")
    expect(ivy.locator("main")).to_contain_text("13900000000")
    looked_at(ivy, "identity-open")
    ivy.goto(f"/desk/cases/{number}/revisit")
    ivy.get_by_text("已接通", exact=True).click()
    ivy.get_by_text("满意", exact=True).click()
    looked_at(ivy, "revisit")
    click(ivy, "登记回访")
    said(ivy, "已登记回访")
    ivy.goto(f"/desk/cases/{number}/closure")
    looked_at(ivy, "closure")
    click(ivy, "办结")
    said(ivy, "已办结归档")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_full_desk_reads_well(at_desk: Callable[..., Page], size: dict[str, int], settings: Any) -> None:
    late = report("k1", text="交警大队两次不予受理，未给书面理由。", unit="xt-police")
    assert late.due_at
    settings.CLOCK.at = late.due_at + timedelta(hours=20)
    run_until_idle(settings.CLOCK.at)
    report(
        "k2",
        unit="xt-court-enforcement",
        text="执行款到账七个月未发放。",
        now=late.due_at - timedelta(days=1),
    )
    for i, text in enumerate(
        ("法警大厅不让进门。", "我不服一审判决，要求改判。", "派出所民警接警后 50 分钟未到现场。")
    ):
        report(f"n{i}", unit="xt-police", text=text, now=settings.CLOCK.at)
    page = at_desk("carol", size)
    looked_at(page, "today-full")
    page.goto("/desk/cases")
    looked_at(page, "cases")
    page.goto("/desk/cases?q=没有这个词")
    looked_at(page, "cases-none")
    page.goto("/desk/notices")
    looked_at(page, "notices")
    page.goto(f"/desk/cases/{late.number}")
    looked_at(page, "case-late")
    page.locator(".time summary").first.click()
    expect(page.locator(".how").first).to_contain_text("工作日")
    looked_at(page, "case-late-how")
    page.goto(f"/desk/cases/{late.number}/refusal")
    looked_at(page, "refusal")
    page.goto(f"/desk/cases/{late.number}/referral")
    looked_at(page, "referral")
    page.goto(f"/desk/cases/{late.number}/officers")
    looked_at(page, "officers")


def test_by_keyboard_alone(at_desk: Callable[..., Page]) -> None:
    first, second = report("k1"), report("k2", text="法警大厅不让进门。")
    page = at_desk("carol")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/cases/{first.number}")
    page.keyboard.press("j")
    page.wait_for_url(f"**/desk/cases/{second.number}")
    page.goto("/desk/")
    page.keyboard.press("/")
    page.keyboard.type("法警")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/cases?q=*")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_the_second_of_two_is_told_and_keeps_their_words(at_desk: Callable[..., Page]) -> None:
    case = report("k1")
    carol, ivy = at_desk("carol"), at_desk("ivy")
    for page in (carol, ivy):
        page.goto(f"/desk/cases/{case.number}/refusal")
        page.get_by_label("给反映人的答复").fill("这件事请到法院信访窗口反映。")
    click(carol, "不受理")
    said(carol, "已告知反映人")
    click(ivy, "不受理")
    expect(ivy.get_by_role("alert")).to_contain_text("不予受理")
    expect(ivy.locator("main")).to_contain_text("这件事请到法院信访窗口反映。")
    looked_at(ivy, "overtaken")


def test_a_search_is_found_again_under_its_name(at_desk: Callable[..., Page], cast: Cast) -> None:
    """Two characters in another way of writing, a filter, a name in the menu, the case by keyboard, and away again."""
    case = report("window")
    report("police", "xt-police", text="派出所态度不好。")
    carol = at_desk("carol")
    follow(carol, "全部事项")
    expect(carol.locator("tbody tr")).to_have_count(2)
    carol.wait_for_load_state()
    carol.keyboard.press("/")
    expect(carol.locator("[name=q]")).to_be_focused()
    carol.keyboard.type("窗口 項望舒")
    carol.keyboard.press("Enter")
    expect(carol.locator("tbody tr")).to_have_count(1)
    carol.locator("[name=system]").select_option("court")
    click(carol, "搜索")
    expect(carol).to_have_url(re.compile("system=court"))
    looked_at(carol, "search")
    carol.get_by_text("保存这次查询").click()
    carol.get_by_label("视图名称").fill("窗口来回跑")
    click(carol, "保存")
    said(carol, "视图已保存")
    carol.goto("/desk/")
    follow(carol, "窗口来回跑")
    expect(carol.locator("[name=q]")).to_have_value("窗口 項望舒")
    carol.wait_for_load_state()
    carol.keyboard.press("j")
    carol.keyboard.press("Enter")
    expect(carol).to_have_url(re.compile(case.number))
    follow(carol, "窗口来回跑")
    follow(carol, "删除这个视图")
    looked_at(carol, "view-deletion")
    click(carol, "删除")
    expect(carol.get_by_role("link", name="窗口来回跑")).to_have_count(0)


def test_on_a_phone_the_filters_are_folded_away(at_desk: Callable[..., Page], cast: Cast) -> None:
    report("window")
    carol = at_desk("carol", PHONE)
    carol.goto("/desk/cases?q=窗口")
    expect(carol.locator("[name=system]")).to_be_hidden()
    assert carol.locator("tbody tr").first.bounding_box()["y"] < PHONE["height"]  # type: ignore[index]
    looked_at(carol, "search")
    carol.get_by_text("筛选").click()
    expect(carol.locator("[name=system]")).to_be_visible()
    looked_at(carol, "filters")
