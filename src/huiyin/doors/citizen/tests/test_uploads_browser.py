"""upload.js in a real browser: goes on after a lost connection, says how far it is, and names what isn't taken."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect, sync_playwright
from tests.browsing import CHROMIUM

from huiyin.intake.attachments import stored
from huiyin.intake.attachments.models import Attachment, Upload
from huiyin.intake.attachments.tests import samples
from huiyin.kernel.clock import FixedClock

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("huiyin.doors.citizen.tests.upload_urls"),
]


@pytest.fixture
def page(live_server: Any, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CLOCK = FixedClock(datetime(2022, 2, 14, 1, 0, tzinfo=UTC))
    monkeypatch.setitem(
        os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1"
    )  # the browser's loop runs in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 360, "height": 640})
        page.goto(f"{live_server.url}/form")
        yield page
        browser.close()


def choose(page: Page, name: str, data: bytes) -> None:
    page.set_input_files("#f", [{"name": name, "mimeType": "image/jpeg", "buffer": data}])


def test_goes_on_where_it_stood_after_a_lost_connection(page: Page) -> None:
    data, parts = samples.mp4(1_400_000), []

    def unsteady(route: Route) -> None:
        parts.append(route.request.url)
        if len(parts) == 2:
            route.abort("connectionreset")
        elif len(parts) == 3:
            route.fetch()  # it arrives, but the answer is lost
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/parts?*", unsteady)
    choose(page, "a.mp4", data)
    expect(page.locator("li")).to_contain_text("done", timeout=30_000)
    assert [url.partition("offset=")[2] for url in parts] == ["0", "524288", "524288", "524288", "1048576"]
    assert b"".join(stored.read_file(Attachment.objects.get())) == data
    page.click("text=send")
    token = Upload.objects.get().token
    expect(page.locator("body")).to_contain_text(f'"tokens": ["{token}"], "refused": []')


def test_a_refused_file_is_named_and_the_next_one_goes(page: Page) -> None:
    page.set_input_files(
        "#f",
        [
            {"name": "cat.jpg", "mimeType": "image/jpeg", "buffer": b"MZ" + bytes(5000)},
            {"name": "dog.jpg", "mimeType": "image/jpeg", "buffer": samples.photo()},
        ],
    )
    rows = page.locator("li")
    expect(rows.nth(1)).to_contain_text("dog.jpg done")
    expect(rows.nth(0)).to_contain_text("cat.jpg")
    expect(rows.nth(0)).not_to_contain_text("waiting")
    assert page.locator("input[name=uploads]").count() == 1


def test_a_removed_file_is_not_sent(page: Page) -> None:
    choose(page, "a.jpg", samples.photo())
    expect(page.locator("li")).to_contain_text("done")
    with page.expect_response("**/removal"):
        page.click("text=remove")
    assert page.locator("input[name=uploads]").count() == 0
    assert not Upload.objects.exists()


def test_the_form_waits_while_a_file_is_on_its_way(page: Page) -> None:
    page.route("**/parts?*", lambda route: None)
    choose(page, "a.jpg", samples.photo())
    expect(page.locator("li")).to_contain_text("0 percent")
    page.click("text=send")
    expect(page.locator("li")).to_contain_text("busy")
    assert page.url.endswith("/form")
    assert page.locator("#f").count() == 1
