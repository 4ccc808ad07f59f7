"""For whom a report doesn't exist: nowhere they look, whatever they ask, is there a trace of it."""

from __future__ import annotations

import re
from io import BytesIO

from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from tests.story.citizen import MORE, NAME, TEXT

OF_A_CASE = (
    "", "/identity", "/assignment", "/acceptance", "/verification", "/verification/1.pdf", "/approval",
    "/rework", "/extension", "/more-time", "/reply", "/revisit", "/closure", "/attachments/1",
)  # fmt: skip
TRACES = (TEXT[:12], MORE[:12], NAME)
NOT_HERE = "这里没有内容"


def exists_not_for(page: Page, number: str, *, everywhere: bool = False) -> None:
    """Looks through lists, search and notices as whoever sits here, and guesses the address.

    `everywhere`: through the export too, and guesses the address of each act.
    """
    page.goto("/desk/cases")
    page.locator("[name=q]").first.fill(number)
    page.locator("[name=q]").first.press("Enter")
    page.wait_for_url("**q=*")
    expect(page.locator("main")).to_contain_text("没有符合条件的事项")
    page.goto(f"/desk/cases/{number}")
    expect(page.locator("h1")).to_have_text(NOT_HERE)
    lists = ("/desk/", "/desk/given", "/desk/notices", "/desk/cases?state=all", "/desk/cases?q=来回补")
    for address in lists[: 5 if everywhere else 3]:
        _silent(page.request.get(address).text(), number, address)
    if everywhere:
        _nowhere_else(page, number)


def _nowhere_else(page: Page, number: str) -> None:
    for address in (f"/desk/cases/{number}{noun}" for noun in OF_A_CASE):
        answer = page.request.get(address)
        assert answer.status == 404, (address, answer.status)
        _silent(answer.text(), number, address, itself=True)
    sheet = page.request.get("/desk/cases.xlsx").body()
    cells = [str(cell) for row in load_workbook(BytesIO(sheet)).active.values for cell in row]  # type: ignore[union-attr]
    _silent("\n".join(cells), number, "export")


def counts_nothing(page: Page) -> None:
    """The leader's overview, as the person reported on sees it: there was never a report."""
    page.goto("/oversight/")
    expect(page.locator(".figure .big").first).to_have_text("0")


def _silent(text: str, number: str, where: str, *, itself: bool = False) -> None:
    """No trace; `itself`: the address that was asked for may repeat what was asked."""
    assert itself or number not in text, where
    assert not [trace for trace in TRACES if trace in text], where
    assert not re.search(rf"{re.escape(number[-6:])}\D", "" if itself else text), where
