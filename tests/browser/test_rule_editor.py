"""A supervisor adds a rule at a phone: sees what would move, changes the rules, and takes it back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browsing import PHONE, at_desk, chromium, served, window  # noqa: F401  fixtures
from tests.cast import MORNING, Cast

from huiyin.intake.actions import receive
from huiyin.intake.rules.submission import Submission
from huiyin.journey.worker import run_until_idle
from huiyin.organisations.models import Unit
from huiyin.triage.routing.queries import in_force

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_rule_is_tried_added_and_undone(served: Cast, at_desk: Callable[..., Page]) -> None:  # noqa: F811
    court = Unit.objects.get(code="xt-court").pk
    for n, text in enumerate(("门口的路灯不亮了。", "台阶旁边灯杆歪了要倒。", "大厅里有点冷。")):
        receive(Submission(f"lamp-{n}", court, text, "L", "anonymous"), now=MORNING)
    run_until_idle(MORNING)
    before = in_force(MORNING).rules
    page = at_desk("grace")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto("/desk/rules")
    page.get_by_role("link", name="新增规则").click()
    page.locator("[name=name]").fill("路灯")
    page.locator("[name=any]").fill("路灯\n灯杆")
    page.locator("[name=unit]").select_option("xt-police")
    page.locator("[name=at]").fill("1")
    page.get_by_role("button", name="看看会怎样").click()
    expect(page.locator("main")).to_contain_text("3 件里，会有 2 件改变去向")
    assert page.locator("tbody th a").count() == 2
    page.get_by_role("button", name="确认修改").click()
    expect(page.get_by_role("status").first).to_contain_text("规则已改")
    expect(page.locator(".rules li").first).to_contain_text("“路灯”、“灯杆”")
    assert in_force(MORNING).rules[0].name == "路灯"
    page.get_by_role("link", name="历史").click()
    page.get_by_role("link", name="撤销最近一次修改").click()
    page.get_by_role("button", name="确认修改").click()
    expect(page.get_by_role("status").first).to_contain_text("规则已改")
    assert in_force(MORNING).rules == before
