"""Every page of every door: nothing for axe to find, nothing too wide, nothing too heavy, nothing nameless."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Page as Tab
from tests.browsing import DESK, PHONE, chromium, log_in  # noqa: F401  chromium: a fixture
from tests.cast import PEOPLE
from tests.pages import CITIZEN, PAGES, Page, forgotten
from tests.scene import Scene, staged
from tests.soundness import barriers

WEIGHT, QUERIES = 60 * 1024, 5
"""What a citizen's page may cost: bytes of everything it loads, questions to the database."""
REFUSED = {"unknown-code", "nothing-here", "not-genuine", "nothing-at-the-desk"}
"""Pages that say there is nothing, or not for whoever asks."""
QUESTIONS = "X-Questions"
SPOKEN = """() => {
  const body = document.body.cloneNode(true);
  body.querySelectorAll("[lang=en]").forEach(one => one.remove());
  return body.textContent;
}"""
"""All that a page says, shown or folded away, except what is marked as English."""


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
        tab.on("response", self._heard)
        tab.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        tab.on("console", self._console)
        self.page.open(tab, scene)
        self._read(tab)
        self.wrong += barriers(tab)
        tab.set_viewport_size(PHONE)  # type: ignore[arg-type]
        wide = tab.evaluate("document.documentElement.scrollWidth")
        self._unless(wide <= PHONE["width"], f"{wide} px wide on a phone")

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
        self._unless(
            bool(re.fullmatch(r"\S.* · \S.*", tab.title())), f"title “{tab.title()}” doesn’t name the page"
        )
        self._unless(tab.locator("html").get_attribute("lang") == "zh-Hans", "lang")
        self._unless(tab.locator("h1").count() == 1, f"{tab.locator('h1').count()} h1")
        ids = tab.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
        self.wrong += [f"id {one} twice" for one, n in Counter(ids).items() if n > 1]
        english = re.findall(r"[A-Z]?[a-z]{2,} [a-z]{2,} [a-z]{2,}", tab.evaluate(SPOKEN))
        self._unless(not english, f"not in Chinese: {english[:3]}")

    def _unless(self, right: bool, otherwise: str) -> None:
        if not right:
            self.wrong.append(otherwise)


@pytest.fixture
def scene(transactional_db: None, tmp_path: Path, settings: Any) -> Iterator[Scene]:
    with staged(tmp_path, MIDDLEWARE=[f"{__name__}.counting", *settings.MIDDLEWARE]) as scene:
        yield scene


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_page_is_sound(scene: Scene, chromium: Browser) -> None:  # noqa: F811
    windows: dict[str, BrowserContext] = {}
    Visit(PAGES[0]).look(
        _window(chromium, scene, "").new_page(), scene
    )  # what is read once and kept, is read now
    visits = []
    for page in PAGES:
        if not page.who or page.who not in windows:
            windows[page.who] = _window(chromium, scene, page.who)
        tab = windows[page.who].new_page()
        visit = Visit(page)
        visit.look(tab, scene)
        visits.append(visit)
        tab.close()
    wrong = [f"{visit.page.name}: {found}" for visit in visits for found in sorted(set(visit.wrong))]
    assert not wrong, "\n".join(wrong)


def _window(browser: Browser, scene: Scene, who: str) -> BrowserContext:
    """A browser of somebody's own: a desk for staff, a new phone for each citizen."""
    size: Any = DESK if who else PHONE
    context = browser.new_context(base_url=scene.url, viewport=size, locale="zh-CN")
    context.set_default_timeout(10_000)
    if who:
        tab = context.new_page()
        log_in(tab, PEOPLE.get(who, who))
        tab.close()
    return context


def test_no_address_is_forgotten() -> None:
    assert forgotten() == set()
