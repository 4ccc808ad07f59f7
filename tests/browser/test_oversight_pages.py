"""Oversight in a real browser: nothing for axe to find, nothing wider than the screen, figures that open lists."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browsing import DESK, PHONE, at_desk, chromium, served, window  # noqa: F401  fixtures
from tests.cast import DAN, MORNING, Cast
from tests.soundness import sound

from huiyin.assessment.actions import use_result
from huiyin.cases.models import Case
from huiyin.doors.oversight.tests.life import TEXTS, Life
from huiyin.intake.actions import receive
from huiyin.intake.rules.submission import Submission
from huiyin.intake.vault import open_for
from huiyin.journey.worker import run_until_idle
from huiyin.ledger.actions import sign_tree
from huiyin.organisations.models import Unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOTS = os.environ.get("HUIYIN_SHOTS", "")
"""A folder for a picture of every page; empty: none are taken."""
LATER = MORNING + timedelta(days=13, hours=-2)
UNITS = ("xt-court-filing", "xt-court-enforcement", "xt-police", "xt-court-filing", "xt-police-politics")
TYPES = ("B2", "B1", "A1", "B2", "C1", "B1")


def sending() -> Callable[..., Any]:
    keys = count()

    def send(**fields: Any) -> Any:
        at = fields.pop("now", MORNING)
        unit = Unit.objects.get(code=fields.pop("unit_code", "xt-court-filing"))
        plain = {
            "key": f"o-{next(keys)}",
            "unit": unit.pk,
            "problem_type": "B2",
            "identity_mode": "anonymous",
        }
        return receive(Submission(**(plain | fields)), now=at)

    return send


@pytest.fixture
def five_weeks(served: Cast, settings: Any) -> Cast:  # noqa: F811
    """Five weeks of a small city: what came, what was answered and how it was rated, what lies."""
    life = Life(served, sending(), run_until_idle)
    start = MORNING - timedelta(days=21)
    for number, days in enumerate((0, 1, 2, 4, 5, 8, 9, 11, 15, 16)):
        step = life.answered if number % 3 != 2 else life.taken_up
        more = {"level": (5, 4, 2, 5, 3, 5, 4)[number % 7]} if step == life.answered else {}
        step(now=start + timedelta(days=days), text=_text(number), problem_type=TYPES[number % 6], **more)
    for number, days in enumerate((17, 18, 22, 23, 24, 25, 30, 31, 31, 32, 33), 10):
        unit, mode = UNITS[number % 5], ("anonymous", "contact", "real_name")[number % 3]
        who = {} if mode == "anonymous" else {"phone": f"139000000{number}", "name": "王小明"}
        life.sent(
            now=start + timedelta(days=days), text=_text(number), unit_code=unit,
            problem_type=TYPES[number % 6], identity_mode=mode, **who,
        )  # fmt: skip
    run_until_idle(LATER)
    settings.CLOCK.at = LATER
    return served


def _text(number: int) -> str:
    return f"{TEXTS[number % len(TEXTS)]}{'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何'[number] * 12}"


def looked_at(page: Page, name: str) -> None:
    """It is sound; a picture where pictures are wanted."""
    sound(page, name)
    if SHOTS:
        size = page.viewport_size or DESK
        page.screenshot(path=Path(SHOTS) / f"oversight-{name}-{size['width']}.png", full_page=True)


OVERSEERS = {
    "overview": "/oversight/",
    "cycle": "/oversight/?first=2022-03-15&last=2022-04-14",
    "cases": "/oversight/cases?measure=unfinished",
    "none": "/oversight/cases?measure=late&system=justice",
    "hot": "/oversight/hot",
    "officers": "/oversight/officers",
    "officer": f"/oversight/officers/{DAN}",
    "uses": "/oversight/uses",
    "group": "/oversight/group",
}
AUDITORS = {"audit": "/oversight/audit", "accesses": "/oversight/audit/accesses"}


def test_every_page_of_oversight(five_weeks: Cast, at_desk: Callable[..., Page]) -> None:  # noqa: F811
    case = Case.objects.filter(state="answered", committee__code="xt-committee").earliest("pk")
    carol, ivy = five_weeks.actor("carol"), five_weeks.actor("ivy")
    use_result(case.number, "training", "组织全庭培训一次性告知", officer=None, by=carol, now=LATER)
    use_result(case.number, "talk", "庭长谈话提醒", officer=five_weeks.officer(DAN).pk, by=carol, now=LATER)
    known = Case.objects.filter(identity_mode="contact", committee__code="xt-committee").earliest("pk")
    open_for(ivy, known.report, known.committee_id, reason="电话回访，核对补充情况", now=LATER)
    sign_tree(LATER)
    for name, pages in (("grace", OVERSEERS), ("una", AUDITORS)):
        page = at_desk(name)
        for size in (DESK, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            for called, address in pages.items():
                page.goto(address)
                looked_at(page, called)
    page.goto("/oversight/audit")
    page.get_by_role("button", name="核对全部记录").click()
    expect(page.get_by_role("status")).to_contain_text("完整，没有改动")
    looked_at(page, "check")


def test_figures_open_lists_and_days_are_chosen_without_script(
    five_weeks: Cast,
    at_desk: Callable[..., Page],  # noqa: F811
) -> None:
    page = at_desk("grace", java_script_enabled=False)
    page.goto("/oversight/")
    figure = page.locator(".figure a.big").first
    said = figure.inner_text()
    assert int(said) > 15
    figure.click()
    expect(page.locator("h1 .muted")).to_have_text(said)
    page.get_by_role("link", name="综合监管").first.click()
    page.get_by_text("换时段").click()
    page.locator("[name=first]").fill("2022-03-07")
    page.locator("[name=last]").fill("2022-03-13")
    page.get_by_role("button", name="查询").click()
    expect(page.locator("main .head")).to_contain_text("3 月 7 日至 3 月 13 日")
