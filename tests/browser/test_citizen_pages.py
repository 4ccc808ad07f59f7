"""The citizen's way in a real browser on a small phone: with and without JavaScript, in large type, for everybody."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from tests.browsing import CHROMIUM
from tests.cast import MORNING, Cast, populate
from tests.soundness import sound

from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.clock import FixedClock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=False)]

PHONE = {"width": 360, "height": 740}
TEXT = "3 月 7 日上午去交材料，窗口说缺一份证明让回去补，补好再来又说要另一份，来回三次。"
WEIGHT = 60 * 1024
SHOTS = os.environ.get("HUIYIN_SHOTS", "")
"""A folder for a picture of every page; empty: none are taken."""


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's loop runs in this thread
    with sync_playwright() as running:
        yield running
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
        ],
    )
    yield browser
    browser.close()


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
def poster(cast: Cast) -> str:
    from huiyin.intake.actions import make_code
    from huiyin.organisations.models import Unit

    unit = Unit.objects.get(code="xt-court-filing")
    return make_code(unit, "立案大厅 3 号窗口", by=SYSTEM, now=MORNING, name_en="Filing hall, window 3").token


@pytest.fixture
def phone(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """`phone(javascript=False, large=True, language="en")`: a page in a browser of its own."""
    contexts = []

    def opened(*, javascript: bool = True, large: bool = False, language: str = "zh-hans") -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport=PHONE,
            java_script_enabled=javascript,
            locale="zh-CN",  # type: ignore[arg-type]
        )
        cookies = {"language": language, "large": "1" if large else ""}
        context.add_cookies(
            [{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items() if v]
        )  # type: ignore[typeddict-item]
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": PHONE["width"], "height": max(height, PHONE["height"])})
        page.screenshot(path=f"{SHOTS}/citizen-{name}.png")
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]


def looked_at(page: Page, name: str) -> None:
    """It is sound; a picture where pictures are wanted."""
    page.wait_for_load_state()
    shoot(page, name)
    sound(page, name)


def fill(page: Page, text: str = TEXT) -> None:
    page.get_by_label("发生了什么？").fill(text)
    page.get_by_text("推来推去", exact=True).click()


def receipt(page: Page) -> tuple[str, str]:
    expect(page.locator("h1")).to_have_text("收到您反映的情况了")
    code = page.locator("dd.code").inner_text()
    return page.locator("dd").first.inner_text(), code


def look(page: Page, number: str, code: str) -> None:
    page.goto("/track")
    page.get_by_label("编号").fill(number)
    page.get_by_label("查询码", exact=True).fill(code)
    page.get_by_role("button", name="查看").click()


def test_a_report_in_three_touches_and_its_receipt(phone: Callable[..., Page], poster: str) -> None:
    page = phone()
    page.goto(f"/c/{poster}")
    expect(page.locator(".where")).to_contain_text("邢台市中级人民法院")
    looked_at(page, "report")
    fill(page)
    page.get_by_role("button", name="提交").click()
    number, code = receipt(page)
    assert re.fullmatch(r"XT-2022-\d{6}", number) and re.fullmatch(r"(\d{4} ?){4}", code)
    looked_at(page, "receipt")
    page.reload()
    assert receipt(page) == (number, code)
    assert code.replace(" ", "") not in page.url
    look(page, number, code)
    expect(page.locator("h1")).to_be_visible()
    assert page.url.endswith("/track")
    looked_at(page, "track")
    page.get_by_text("自己验证").click()
    expect(page.locator(".notice.ok")).to_be_visible()
    looked_at(page, "check")


def test_everything_works_without_javascript(phone: Callable[..., Page], poster: str) -> None:
    page = phone(javascript=False)
    page.goto(f"/c/{poster}")
    for words in ("匿名：", "只留电话：", "实名：", "您的电话"):
        expect(page.get_by_text(words).first).to_be_visible()
    shoot(page, "report-plain")
    page.get_by_label("发生了什么？").fill(TEXT)
    page.get_by_text("只留电话", exact=True).click()
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".wrong").first).to_be_visible()
    assert page.get_by_label("发生了什么？").input_value() == TEXT
    shoot(page, "mistakes-plain")
    page.get_by_text("推来推去", exact=True).click()
    page.get_by_label("您的电话").fill("139 0000 0000")
    page.get_by_role("button", name="提交").click()
    number, code = receipt(page)
    look(page, number, code)
    page.get_by_text("补充情况").click()
    page.get_by_label("您想补充什么？").fill("窗口编号是 3。")
    page.get_by_role("button", name="提交补充").click()
    expect(page.locator(".notice.ok")).to_be_visible()


def test_who_is_asked_only_when_wanted_and_mistakes_are_said_beside_the_field(
    phone: Callable[..., Page], poster: str
) -> None:
    page = phone()
    page.goto(f"/c/{poster}")
    expect(page.get_by_label("您的电话")).to_be_hidden()
    page.get_by_text("实名", exact=True).click()
    expect(page.get_by_label("您的姓名")).to_be_visible()
    page.get_by_label("您的电话").fill("12")
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".wrong")).to_have_count(4)
    assert page.get_by_label("您的电话").input_value() == "12"
    looked_at(page, "mistakes")


def test_a_draft_outlives_the_page_but_not_who_wrote_it(phone: Callable[..., Page], poster: str) -> None:
    page = phone()
    page.goto(f"/c/{poster}")
    fill(page)
    page.get_by_text("实名", exact=True).click()
    page.get_by_label("您的姓名").fill("李䶮")
    page.goto("/")
    page.goto(f"/c/{poster}")
    expect(page.get_by_label("发生了什么？")).to_have_value(TEXT)
    assert page.get_by_label("您的姓名").input_value() == ""
    page.get_by_text("匿名", exact=True).click()
    page.get_by_role("button", name="提交").click()
    receipt(page)
    page.goto(f"/c/{poster}")
    expect(page.get_by_label("发生了什么？")).to_have_value("")


def test_large_type_asks_one_question_a_page(phone: Callable[..., Page], poster: str) -> None:
    page = phone(large=True)
    page.goto(f"/c/{poster}")
    looked_at(page, "large-1")
    page.get_by_label("发生了什么？").fill(TEXT)
    page.get_by_role("button", name="下一个").click()
    looked_at(page, "large-2")
    page.get_by_text("推来推去", exact=True).click()
    for part in ("3", "4"):
        page.get_by_role("button", name="下一个").click()
        looked_at(page, f"large-{part}")
    page.get_by_role("button", name="下一个").click()
    looked_at(page, "large-5")
    page.get_by_role("button", name="提交").click()
    receipt(page)
    looked_at(page, "large-receipt")


def test_a_crowded_door_lets_a_browser_work_its_way_in(
    phone: Callable[..., Page], poster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huiyin.doors.citizen import crowding

    monkeypatch.setattr(crowding, "REPORTS_PER_ADDRESS", (0, 600))
    plain = phone(javascript=False)
    plain.goto(f"/c/{poster}")
    fill(plain)
    plain.get_by_role("button", name="提交").click()
    expect(plain.locator("h1")).to_have_text("请稍等")
    shoot(plain, "crowded")
    page = phone()
    page.goto(f"/c/{poster}")
    fill(page)
    page.get_by_role("button", name="提交").click()
    receipt(page)


def test_an_answered_report_is_read_and_rated(
    phone: Callable[..., Page], poster: str, cast: Cast, settings: Any
) -> None:
    from huiyin.cases import actions as cases
    from huiyin.journey.worker import run_until_idle

    page = phone()
    page.goto(f"/c/{poster}")
    fill(page)
    page.get_by_role("button", name="提交").click()
    number, code = receipt(page)
    later = MORNING + timedelta(hours=5)
    run_until_idle(later)
    cases.decline(
        number,
        "您好。这件事属于信访事项，由市信访局办理，地址在开元南路，电话 12345。",
        by=cast.actor("carol"),
        now=later,
    )
    settings.CLOCK.at = datetime(2022, 3, 8, 2, 0, tzinfo=UTC)
    look(page, number, code)
    expect(page.locator("#answer")).to_contain_text("信访局")
    looked_at(page, "answered")
    page.get_by_text("满意", exact=True).first.click()
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_text("您的评价是")).to_be_visible()
    looked_at(page, "rated")


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("home", "/"),
        ("choose", "/report"),
        ("found", "/report?q=法院"),
        ("none", "/report?q=没有这家"),
        ("unknown", "/c/NOSUCHCODE"),
        ("ask", "/track?number=XT-2022-000001"),
        ("rules", "/rules"),
        ("privacy", "/privacy"),
        ("accessibility", "/accessibility"),
    ],
)
def test_every_page_is_sound_in_both_languages(
    phone: Callable[..., Page], cast: Cast, name: str, path: str
) -> None:
    for language in ("zh-hans", "en"):
        page = phone(language=language)
        page.goto(path)
        looked_at(page, f"{name}-{language[:2]}")
        text = page.locator("main").inner_text()
        if language == "zh-hans":
            assert not re.search(r"[A-Za-z]{4,} [a-z]{3,} [a-z]{3,}", text), text


@pytest.mark.parametrize("path", ["/c/{}", "/track", "/", "/report"])
def test_no_page_weighs_more_than_sixty_kilobytes(phone: Callable[..., Page], poster: str, path: str) -> None:
    page = phone()
    total = []
    page.on("response", lambda answer: total.append(len(answer.body())))
    page.goto(path.format(poster), wait_until="networkidle")
    assert len(total) >= 3 and sum(total) <= WEIGHT, sum(total)
