"""Two taps on a small phone: with and without JavaScript, in both languages, in large type, for everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browsing import PHONE, chromium, phone, served, window
from tests.cast import MORNING, Cast
from tests.rated import begin_rating
from tests.soundness import sound

from huiyin.kernel.actor import SYSTEM

__all__ = ["chromium", "phone", "served", "window"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def code(served: Cast) -> str:
    from huiyin.intake.actions import make_code
    from huiyin.organisations.models import Unit

    begin_rating()
    unit = Unit.objects.get(code="xt-court-filing")
    return make_code(unit, "立案大厅 3 号窗口", by=SYSTEM, now=MORNING, name_en="Filing hall, window 3").token


def ratings() -> list[tuple[int, str]]:
    from huiyin.ratings.models import SpotRating

    return list(SpotRating.objects.values_list("level", "faults"))


def test_two_taps_are_enough_without_scrolling(phone: Callable[..., Page], code: str) -> None:
    page = phone()
    page.goto(f"/c/{code}")
    sound(page)
    for label in ("非常满意", "非常不满意"):
        box = page.get_by_text(label, exact=True).bounding_box()
        assert box and box["y"] + box["height"] <= PHONE["height"], "all five are seen at once"
    page.get_by_text("满意", exact=True).click()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator("h1")).to_have_text("谢谢您")
    sound(page)
    assert ratings() == [(4, "")]


def test_somebody_shall_look_in_english_without_javascript(phone: Callable[..., Page], code: str) -> None:
    page = phone(language="en", java_script_enabled=False)
    page.goto(f"/c/{code}")
    page.get_by_text("very dissatisfied").click()
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Unfriendly").click()
    page.get_by_role("button", name="Yes, look into it").click()
    expect(page.get_by_label("What happened?")).to_have_value("Unfriendly")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("h1")).to_have_text("We have your report")
    assert ratings() == [(1, "rude")]


def test_large_type_and_a_change_of_mind(phone: Callable[..., Page], code: str) -> None:
    page = phone(large=True)
    page.goto(f"/c/{code}")
    sound(page)
    page.get_by_text("不满意", exact=True).click()
    page.get_by_role("button", name="提交", exact=True).click()
    sound(page)
    page.get_by_role("button", name="收回我的评价").click()
    expect(page.get_by_text("什么都没有留下")).to_be_visible()
    assert ratings() == []
