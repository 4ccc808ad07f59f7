"""The administrator's part: a place gets a code, its poster is downloaded, and its QR code read from the paper."""

from __future__ import annotations

import subprocess
from pathlib import Path

import zxingcpp
from PIL import Image
from playwright.sync_api import Page, Route
from tests.browsing import click, follow, said

PLACE = "立案大厅 3 号窗口"


def hangs(adam: Page, folder: Path) -> str:
    """Makes a code for a window and prints its poster; the address that somebody's phone reads from the paper."""
    follow(adam, "点位和海报")
    follow(adam, "新增点位")
    court = adam.locator("[name=unit] optgroup[label*='中级'] option", has_text="立案庭")
    adam.locator("[name=unit]").select_option(value=court.get_attribute("value"))
    adam.locator("[name=name]").fill(PLACE)
    click(adam, "生成码")
    said(adam, "码已生成")
    adam.get_by_label(PLACE).check()
    return _read(_printed(adam, folder / "poster.pdf"))


def counts_a_scan(adam: Page) -> None:
    adam.goto("/desk/admin/places")
    scans = adam.locator("tr", has_text=PLACE).locator("td.n")
    assert scans.nth(0).inner_text() == "1" and scans.nth(2).inner_text() == "1", "today, and in all"


def _printed(adam: Page, paper: Path) -> Path:
    """The PDF that the button gives; kept on its way, because this browser would show it in a viewer of its own."""

    def keep(route: Route) -> None:
        answer = route.fetch()
        assert answer.headers["content-type"] == "application/pdf"
        paper.write_bytes(answer.body())
        route.fulfill(body="", content_type="text/html")

    adam.route("**/admin/places/posters?*", keep)
    click(adam, "A4 海报")
    adam.wait_for_url("**/posters?*")
    return paper


def _read(paper: Path) -> str:
    """What a camera reads from the first page."""
    picture = paper.with_suffix(".png")
    subprocess.run(
        ["pdftoppm", "-r", "80", "-png", "-singlefile", paper, picture.with_suffix("")], check=True
    )
    (code,) = zxingcpp.read_barcodes(Image.open(picture))
    return code.text
