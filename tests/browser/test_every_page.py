"""Every page of every door: nothing for axe to find, nothing too wide, nothing too heavy, nothing nameless."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab
from tests.browsing import DESK, PHONE, chromium  # noqa: F401  chromium: a fixture
from tests.pages import CITIZEN, PAGES, Page, forgotten
from tests.scene import Scene, staged
from tests.soundness import AXE, barriers

WEIGHT, QUERIES = 60 * 1024, 5
"""What a citizen's page may cost: bytes of everything it loads, questions to the database."""
REFUSED = {"unknown-code", "nothing-here", "not-genuine", "nothing-at-the-desk"}
"""Pages that say there is nothing, or not for whoever asks."""
QUESTIONS = "X-Questions"
READ = """() => {
  const body = document.body.cloneNode(true);
  body.querySelectorAll("[lang=en]").forEach(one => one.remove());
  return {
    title: document.title,
    lang: document.documentElement.lang,
    h1: document.querySelectorAll("h1").length,
    ids: [...document.querySelectorAll("[id]")].map(one => one.id),
    spoken: body.textContent,
  };
}"""
"""`spoken` is all that a page says, shown or folded away, except what is marked as English."""


def counting(get_response: Any) -> Any:
    """Middleware: says in a header how often the database was asked."""

    def counted(request: HttpRequest) -> HttpResponse:
        asked = Counter[str]()

        def ask(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            asked[sql.split(None, 1)[0]] += 1
            return execute(sql, params, many, context)

        with connection.execute_wrapper(ask):
            response: HttpResponse = get_response(request)
        response[QUESTIONS] = str(asked.total() - asked["SAVEPOINT"] - asked["RELEASE"])
        return response

    return counted


@dataclass
class Visit:
    """One page, looked at; `wrong` collects what it shouldn't be."""

    page: Page
    wrong: list[str] = field(default_factory=list)
    bytes: int = 0

    def look(self, tab: Tab, scene: Scene) -> None:
        tab.set_viewport_size(DESK if self.page.who else PHONE)  # type: ignore[arg-type]
        heard: dict[Any, Any] = {
            "response": self._heard,
            "pageerror": lambda error: self.wrong.append(f"script: {error}"),
            "console": self._console,
        }
        for event, hear in heard.items():
            tab.on(event, hear)
        self.page.open(tab, scene)
        self._read(tab)
        self.wrong += barriers(tab)
        tab.set_viewport_size(PHONE)  # type: ignore[arg-type]
        wide = tab.evaluate("document.documentElement.scrollWidth")
        self._unless(wide <= PHONE["width"], f"{wide} px wide on a phone")
        for event, hear in heard.items():
            tab.remove_listener(event, hear)

    def _heard(self, response: Any) -> None:
        self._unless(response.status < 500, f"{response.status} at {response.url}")
        asked = response.request.is_navigation_request() and not self.page.way
        self._unless(
            not asked or response.status < 400 or self.page.name in REFUSED, f"{response.status}: no page"
        )
        if self.page in CITIZEN and not self.page.way:
            self.bytes += len(response.body()) if response.ok else 0
            asked = int(response.headers.get(QUESTIONS.lower(), 0))
            self._unless(asked <= QUERIES, f"asks the database {asked} times")
            self._unless(self.bytes <= WEIGHT, f"weighs {self.bytes} bytes")

    def _console(self, message: Any) -> None:
        expected = "status of 4"  # a refused form says so by its status; the browser notes that
        self._unless(message.type != "error" or expected in message.text, f"console: {message.text}")

    def _read(self, tab: Tab) -> None:
        read: dict[str, Any] = tab.evaluate(READ)
        title, ids = read["title"], Counter(read["ids"])
        self._unless(bool(re.fullmatch(r"\S.* · \S.*", title)), f"title “{title}” doesn’t name the page")
        self._unless(read["lang"] == "zh-Hans", "lang")
        self._unless(read["h1"] == 1, f"{read['h1']} h1")
        self.wrong += [f"id {one} twice" for one, n in ids.items() if n > 1]
        english = re.findall(r"[A-Z]?[a-z]{2,} [a-z]{2,} [a-z]{2,}", read["spoken"])
        self._unless(not english, f"not in Chinese: {english[:3]}")

    def _unless(self, right: bool, otherwise: str) -> None:
        if not right:
            self.wrong.append(otherwise)


@pytest.fixture
def scene(transactional_db: None, tmp_path: Path) -> Iterator[Scene]:
    with staged(tmp_path, MIDDLEWARE=[f"{__name__}.counting", *settings.MIDDLEWARE]) as scene:
        yield scene


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_page_is_sound(scene: Scene, chromium: Browser) -> None:  # noqa: F811
    tabs: dict[str, Tab] = {}
    Visit(PAGES[0]).look(_tab(chromium, scene, ""), scene)  # what is read once and kept, is read now
    visits = [Visit(page) for page in PAGES]
    for visit in visits:
        who = visit.page.who
        if not who or who not in tabs:
            tabs[who] = _tab(chromium, scene, who)
        visit.look(tabs[who], scene)
        if not who:
            tabs[who].context.close()
    wrong = [f"{visit.page.name}: {found}" for visit in visits for found in sorted(set(visit.wrong))]
    assert not wrong, "\n".join(wrong)


def _tab(browser: Browser, scene: Scene, who: str) -> Tab:
    """A browser of somebody's own: a desk for staff, a new phone for each citizen."""
    context = browser.new_context(base_url=scene.url, locale="zh-CN")
    context.add_init_script(AXE.axe_script)
    context.set_default_timeout(10_000)
    if who:
        client = Client()
        client.force_login(scene.cast.account(who))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": scene.url}])
    return context.new_page()


def test_no_address_is_forgotten() -> None:
    assert forgotten() == set()


@pytest.mark.browser
def test_what_is_folded_away_is_looked_at_and_folded_again(chromium: Browser) -> None:  # noqa: F811
    tab = chromium.new_page()
    tab.set_content(
        "<html lang=zh><title>a</title><main><h1>a</h1><details><summary>b</summary><button></button></details>"
    )
    assert [found.partition(":")[0] for found in barriers(tab)] == ["axe button-name"]
    assert tab.locator("details").get_attribute("open") is None
    tab.close()
