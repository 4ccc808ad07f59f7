"""The small scripts keep the pages' promises: nothing written is lost, or sent twice; nothing hidden is sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import BrowserContext, Page, Route, sync_playwright
from tests.browsing import CHROMIUM

pytestmark = pytest.mark.browser
SCRIPTS = Path(__file__).resolve().parent.parent / "static" / "shared" / "js"
SITE = "http://door.test"
FORM = """<form method="post" action="/sent" data-draft="r" data-draft-kept="kept here" data-draft-clear="clear it"
 data-sending="sending"><textarea name="text"></textarea><input type="radio" name="who" value="anonymous" checked>
<input type="radio" name="who" value="contact"><div data-reveal="who=contact"><input name="phone" data-private></div>
<input type="hidden" name="key" value="k1"><button>send</button></form>"""
ROWS = """<input type="search" data-key-search><ul data-keys><li><a href="#a" data-key-row>one</a>
<li><a href="#b" data-key-row>two</a></ul>"""
PAGES = {"/": FORM, "/receipt": '<p data-draft-done="r">', "/rows": ROWS}


@pytest.fixture(scope="module")
def browser_context() -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser.new_context()
        browser.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Iterator[Page]:
    """A page of a site made of `PAGES`; what is posted is kept in `page.posted` and answered with nothing."""
    page = browser_context.new_page()
    page.posted = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if route.request.method == "POST":
            page.posted.append(parse_qs(route.request.post_data or "", keep_blank_values=True))
            route.fulfill(status=204)
            return
        names = ("once", "draft", "reveal", "keys")
        scripts = "".join(f"<script>{(SCRIPTS / f'{name}.js').read_text()}</script>" for name in names)
        body = f"<!doctype html><html><body>{PAGES[path]}{scripts}</body></html>"
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    page.route(f"{SITE}/**", answer)
    page.goto(SITE)
    page.evaluate("localStorage.clear()")
    page.goto(SITE)
    yield page
    page.close()


def test_what_was_written_comes_back_but_never_who_wrote_it(page: Page) -> None:
    page.check("[value=contact]")
    page.fill("textarea", "three times")
    page.fill("[name=phone]", "13900000000")
    assert "13900000000" not in page.evaluate("JSON.stringify(localStorage)")
    page.goto(SITE)
    assert page.input_value("textarea") == "three times"
    assert page.is_checked("[value=contact]")
    assert page.input_value("[name=phone]") == ""
    assert "kept here" in page.inner_text("form")


def test_a_draft_ends_with_the_receipt_or_at_will(page: Page) -> None:
    page.fill("textarea", "three times")
    page.goto(f"{SITE}/receipt")
    page.goto(SITE)
    assert page.input_value("textarea") == ""
    page.fill("textarea", "once more")
    page.click("text=clear it")
    assert page.input_value("textarea") == ""
    page.goto(SITE)
    assert page.input_value("textarea") == ""


def test_an_old_draft_is_forgotten(page: Page) -> None:
    page.fill("textarea", "long ago")
    page.evaluate("""() => { const d = JSON.parse(localStorage['draft:r']); d.at -= 90000000;
        localStorage['draft:r'] = JSON.stringify(d); }""")
    page.goto(SITE)
    assert page.input_value("textarea") == ""


def test_a_double_click_sends_once(page: Page) -> None:
    page.fill("textarea", "x")
    page.evaluate(
        """() => { const b = document.querySelector('button:not([type])'); b.click(); b.click(); b.click(); }"""
    )
    page.wait_for_function("document.querySelector('form').innerText.includes('sending')")
    page.wait_for_timeout(200)
    assert len(page.posted) == 1


def test_what_is_hidden_is_not_sent(page: Page) -> None:
    page.check("[value=contact]")
    page.fill("[name=phone]", "13900000000")
    page.check("[value=anonymous]")
    assert page.is_hidden("[name=phone]")
    page.click("text=send")
    page.wait_for_timeout(200)
    assert "phone" not in page.posted[0]
    assert page.posted[0]["key"] == ["k1"]


def test_keys_walk_the_rows_and_leave_a_writer_alone(page: Page) -> None:
    page.goto(f"{SITE}/rows")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "two"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == "one"
    page.keyboard.press("/")
    page.keyboard.type("j/k")
    assert page.input_value("input") == "j/k"
