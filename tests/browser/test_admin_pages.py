"""Administrators' pages in a real browser: nothing for axe to find, nothing wider than the screen."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browsing import DESK, PHONE, at_desk, chromium, served, window  # noqa: F401  fixtures
from tests.cast import MORNING, PASSWORD, Cast, blueprint
from tests.soundness import sound

from huiyin.intake.actions import count_scan
from huiyin.journey.places import codes_for_blueprint
from huiyin.kernel.actor import SYSTEM
from huiyin.organisations import actions
from huiyin.organisations.models import Account, Officer, Unit
from huiyin.policy.actions import change_day
from huiyin.triage.learning.tests.lessons import version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOTS = os.environ.get("HUIYIN_SHOTS", "")
"""A folder for a picture of every page; empty: none are taken."""


@pytest.fixture
def cast(served: Cast) -> Cast:  # noqa: F811
    """The city with its codes, some scans, a changed day, a relationship and Sam, who gives out roles."""
    sam = actions.open_account("sam", "金立言", PASSWORD, demo=True, by=SYSTEM, now=MORNING)
    actions.grant(
        sam, "security", Unit.objects.get(code="xt-committee"), since=MORNING.date(), by=SYSTEM, now=MORNING
    )
    for number, code in enumerate(codes_for_blueprint(blueprint(), SYSTEM, MORNING)):
        for _ in range(3 * number % 7):
            count_scan(code.place_id, now=MORNING)
    change_day(
        MORNING.date().replace(day=9),
        False,
        "市政府通知：因暴雪全市放假一天",
        by=served.actor("adam"),
        now=MORNING,
    )
    one, other = Officer.objects.filter(unit__code__startswith="xt-court").order_by("pk")[:2]
    actions.declare_relation(one, other, "spouse", by=SYSTEM, now=MORNING)
    return served


def looked_at(page: Page, name: str) -> None:
    """It is sound; a picture where pictures are wanted."""
    sound(page, name)
    if SHOTS:
        size = page.viewport_size or DESK
        page.screenshot(path=Path(SHOTS) / f"admin-{name}-{size['width']}.png", full_page=True)


ADMINISTRATOR = {
    "places": "/desk/admin/places",
    "place": "/desk/admin/places/new",
    "codes": "/desk/admin/places/blueprint",
    "calendar": "/desk/admin/calendar",
    "accounts": "/desk/admin/accounts",
    "new-account": "/desk/admin/accounts/new",
    "close": "/desk/admin/accounts/{bob}/end",
    "library": "/desk/library",
    "releases": "/desk/releases",
}
SECURITY = {"account": "/desk/admin/accounts/{bob}", "relations": "/desk/admin/relations"}


def test_every_page_of_administration(cast: Cast, at_desk: Callable[..., Page]) -> None:  # noqa: F811
    bob = cast.account("bob").pk
    for name, pages in (("adam", ADMINISTRATOR), ("sam", SECURITY)):
        page = at_desk(name)
        for size in (DESK, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            for called, address in pages.items():
                page.goto(address.format(bob=bob))
                looked_at(page, called)


def test_an_account_is_opened_given_a_role_and_used(cast: Cast, at_desk: Callable[..., Page]) -> None:  # noqa: F811
    page = at_desk("adam")
    page.get_by_role("link", name="账号和角色").first.click()
    page.get_by_role("link", name="开设账号").click()
    page.locator("[name=username]").fill("new.reviewer")
    page.locator("[name=name]").fill("新来的")
    page.get_by_role("button", name="开设").click()
    first = page.locator(".token.big").inner_text()
    looked_at(page, "opened")
    sam, made = at_desk("sam"), Account.objects.get(username="new.reviewer")
    sam.goto(f"/desk/admin/accounts/{made.pk}")
    sam.locator("[name=role]").select_option("reviewer")
    sam.locator("[name=unit]").select_option(str(Unit.objects.get(code="xt-committee").pk))
    sam.get_by_role("button", name="授予").click()
    expect(sam.get_by_role("status")).to_contain_text("已授予角色")
    page.get_by_role("button", name="退出").first.click()
    page.goto("/desk/")
    page.locator("[name=username]").fill("new.reviewer")
    page.locator("[name=password]").fill(first)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(re.compile("/desk/password"))  # somebody else knows the first one
    assert page.get_by_role("link", name="干警评价").count() == 0
    page.locator("[name=old]").fill(first)
    for field in ("new", "again"):
        page.locator(f"[name={field}]").fill("of-my-own-choice-2718")
    page.locator("[name=again]").press("Enter")
    page.wait_for_url(re.compile(r":\d+/desk/$"))
    assert page.get_by_role("link", name="干警评价").count() > 0
    assert page.get_by_role("link", name="点位和海报").count() == 0


def test_an_earlier_version_is_used_again(cast: Cast, at_desk: Callable[..., Page]) -> None:  # noqa: F811
    for many in (150, 240):
        version("unit", ("xt-court-filing", "xt-court-enforcement", "xt-police"), MORNING, many)
    page = at_desk("adam")
    page.get_by_role("link", name="从办理中学习").first.click()
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        looked_at(page, "learning")
    used = page.get_by_role("row", name="使用中")
    expect(used).to_contain_text("240")
    page.get_by_role("link", name="启用这一版 1").click()
    page.get_by_role("button", name="启用这一版").click()
    expect(page.get_by_role("status")).to_contain_text("已重新启用第 1 版")
    expect(used).to_contain_text("150")
