"""The secrecy officer at work in a real browser: reads what is held, deletes one thing, releases another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browsing import PHONE, at_desk, chromium, click, follow, said, served, window  # noqa: F401  fixtures
from tests.cast import MORNING, Cast

from huiyin.cases.models import Case
from huiyin.intake.actions import receive
from huiyin.intake.models import Report
from huiyin.intake.rules.submission import Submission
from huiyin.journey.worker import run_until_idle
from huiyin.organisations.models import Unit
from huiyin.triage.models import Quarantine

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def held(served: Cast) -> list[str]:  # noqa: F811
    """Two reports that carry marks of secrecy; their numbers, in the order of arrival."""
    unit = Unit.objects.get(code="xt-court-filing").pk
    texts = ("封面印着“机密★10年”，窗口的人不收。", "旧报纸一张，上面写着：内部资料 注意保存。")
    sent = [
        receive(Submission(f"held-{i}", unit, text, "B2", "anonymous"), now=MORNING)
        for i, text in enumerate(texts)
    ]
    run_until_idle(MORNING)
    return [one.number for one in sent]


@pytest.mark.parametrize("size", [None, PHONE])
def test_one_is_deleted_with_a_record_and_the_other_goes_its_way(
    held: list[str],
    at_desk: Callable[..., Page],  # noqa: F811
    size: dict[str, int] | None,
) -> None:
    page = at_desk("nora", size) if size else at_desk("nora")
    page.goto("/desk/secrecy")
    follow(page, held[0])
    expect(page.locator(".said")).to_contain_text("机密★10年")
    page.locator(".btn.grave").click()
    click(page, "删除并留下记录")
    expect(page.locator("[role=alert]").first).to_be_visible()
    page.locator("[name=reason]").fill("确系涉密文件")
    click(page, "删除并留下记录")
    said(page, "已删除，记录保留")
    follow(page, held[1])
    page.locator(".btns .btn.do").click()
    page.locator("[name=reason]").fill("是公开发行的旧报纸")
    click(page, "放行")
    said(page, "已放行")
    expect(page.locator("main")).not_to_contain_text("机密★10年")
    run_until_idle(MORNING)
    assert list(Case.objects.values_list("number", flat=True)) == [held[1]]
    assert Report.objects.get(number=held[0]).text == ""
    assert set(Quarantine.objects.values_list("state", flat=True)) == {"deleted", "released"}
