"""The reporter's part of the story: what somebody does with a phone in a hall, and what they read there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect
from tests.browsing import click

from huiyin.intake.attachments.tests.samples import photo_that_tells

TEXT = "3 月 7 日去立案窗口交材料，来回补了三次，窗口的项望舒让我自己看墙上。我叫王小明，电话 13900000000。"
MORE = "补充：当时是 3 号窗口，10 点 20 分左右。"
WORDS = "说清楚了，窗口也改了。"
NAME, NUMBER = "王小明", "13900000000"


@dataclass(frozen=True)
class Receipt:
    number: str
    query_code: str
    promised: str


@dataclass
class Citizen:
    """Somebody with a phone, who reports as `identity`: real_name, contact or anonymous."""

    page: Page
    identity: str

    def scans(self, address: str) -> None:
        """Opens exactly the address that the poster's code says."""
        self.page.goto(address)
        expect(self.page.locator(".where")).to_contain_text("邢台市中级人民法院")
        expect(self.page.locator(".where")).to_contain_text("立案大厅 3 号窗口")
        expect(self.page.locator(".goes")).to_contain_text("被反映的人看不到，也查不到")

    def reports(self) -> Receipt:
        page = self.page
        page.get_by_label("发生了什么？").fill(TEXT)
        page.get_by_text("推来推去", exact=True).click()
        picture = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photo_that_tells()}
        page.locator("#files").set_input_files([picture])  # type: ignore[list-item]
        expect(page.locator("[data-uploads-list]")).to_contain_text("已收到")
        self._says_who()
        click(page, "提交")
        return self._reads_receipt()

    def _says_who(self) -> None:
        page = self.page
        promises = {
            "anonymous": ("匿名", "没有人会知道您是谁"),
            "contact": ("只留电话", "被反映的单位永远看不到"),
            "real_name": ("实名", "被反映的单位和核查的人永远看不到"),
        }
        label, promise = promises[self.identity]
        page.get_by_text(label, exact=True).click()
        expect(page.locator(f"[data-reveal='identity_mode={self.identity}']").first).to_contain_text(promise)
        if self.identity == "real_name":
            page.get_by_label("您的姓名").fill(NAME)
        if self.identity != "anonymous":
            page.get_by_label("您的电话").fill(NUMBER)

    def _reads_receipt(self) -> Receipt:
        page = self.page
        expect(page.locator("h1")).to_have_text("收到您反映的情况了")
        number, code, promised = (page.locator("dd").nth(i).inner_text() for i in range(3))
        assert re.fullmatch(r"XT-2022-\d{6}", number) and re.fullmatch(r"(\d{4} ?){4}", code)
        assert promised == "3 月 28 日（星期一）", "fifteen working days"
        with page.expect_download() as saved:
            page.get_by_text("保存成图片").click()
        assert saved.value.suggested_filename == f"{number}.png"
        assert saved.value.path().read_bytes().startswith(b"\x89PNG")
        click(page, "已保存好，完成")
        return Receipt(number, code, promised)

    def looks(self, receipt: Receipt) -> None:
        """Asks where the report is, with number and code."""
        self.page.goto("/track")
        self.page.get_by_label("编号").fill(receipt.number)
        self.page.get_by_label("查询码", exact=True).fill(receipt.query_code)
        click(self.page, "查看")
        expect(self.page.locator("main")).to_contain_text(receipt.number)

    def reads(self, *words: str) -> None:
        for word in words:
            expect(self.page.locator("main")).to_contain_text(word)

    def rates(self) -> None:
        self.page.get_by_text("满意", exact=True).first.click()
        self.page.locator("[name=words]").fill(WORDS)
        click(self.page, "提交评价")
        self.reads("您的评价是", "满意")

    def adds(self) -> None:
        self.page.get_by_text("补充情况").first.click()
        self.page.get_by_label("您想补充什么？").fill(MORE)
        click(self.page, "提交补充")
        expect(self.page.locator(".notice.ok").first).to_be_visible()
