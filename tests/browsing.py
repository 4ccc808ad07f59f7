"""Real Chromium at the small city's doors: a phone of 360 px for citizens, a desk of 1280 px for staff.

A test that needs it imports the fixtures it uses: `from tests.browsing import at_desk, chromium, phone, served`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from tests.cast import MORNING, PASSWORD, PEOPLE, Cast, populate

from huiyin.kernel.clock import FixedClock

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 860}
CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
"""The same engine twice; the first spares each test the browser's own windows and menus, which nobody sees."""
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
"""Static files under their own names: no build precedes a test."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's loop runs in this thread
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def served(live_server: Any, settings: Any, tmp_path: Path) -> Cast:
    """The small city behind a real server, on Monday morning; `settings.CLOCK.at` moves its time."""
    settings.CLOCK = FixedClock(MORNING)
    settings.PUBLIC_URL = live_server.url
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | {"staticfiles": PLAIN}
    return populate()


@pytest.fixture
def window(chromium: Browser, live_server: Any) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a browser of somebody's own, with cookies of its own: `window(PHONE, language="en")`."""
    opened: list[BrowserContext] = []

    def opening(size: dict[str, int], *, language: str = "zh-hans", large: bool = False, **more: Any) -> Any:
        context = chromium.new_context(base_url=live_server.url, viewport=size, locale="zh-CN", **more)  # type: ignore[arg-type]
        context.add_cookies([{"name": "language", "value": language, "url": live_server.url}])
        if large:
            context.add_cookies([{"name": "large", "value": "1", "url": live_server.url}])
        context.set_default_timeout(10_000)
        opened.append(context)
        return context

    yield opening
    for context in opened:
        context.close()


@pytest.fixture
def phone(window: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """A citizen's phone: `phone()`, `phone(large=True)`, `phone(java_script_enabled=False)`."""
    return lambda **more: window(PHONE, **more).new_page()


@pytest.fixture
def at_desk(window: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """A desk at which somebody of the cast has logged in: `at_desk("carol")`."""

    def sit(name: str, size: dict[str, int] = DESK, **more: Any) -> Page:
        page: Page = window(size, **more).new_page()
        log_in(page, PEOPLE.get(name, name))
        return page

    return sit


def log_in(page: Page, username: str, password: str = PASSWORD) -> None:
    page.goto("/desk/")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/desk/")


def click(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def said(page: Page, words: str) -> None:
    """What the program answers to an act, at the head of the page."""
    expect(page.get_by_role("status").first).to_contain_text(words)
