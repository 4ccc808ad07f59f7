"""The story of one report, by clicking: from a code on a wall to a rated answer and a closed file."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browsing import at_desk, chromium, click, follow, phone, said, served, window
from tests.cast import Cast
from tests.story import poster, staff
from tests.story.citizen import NAME, NUMBER, Citizen
from tests.story.unseen import counts_nothing, exists_not_for

from huiyin.cases.models import Blocked, Case
from huiyin.journey.worker import run_until_idle
from huiyin.ledger.queries import audit
from huiyin.supervision.models import Lock

__all__ = ["at_desk", "chromium", "phone", "served", "window"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

At = Callable[..., Page]


@pytest.fixture
def work(settings: Any) -> Callable[..., None]:
    """Lets some time pass, then the worker do what is due: `work(hours=3)`."""

    def working(**later: float) -> None:
        settings.CLOCK.at += timedelta(**later)
        run_until_idle(settings.CLOCK.now())

    return working


@pytest.fixture
def address(served: Cast, at_desk: At, tmp_path: Path) -> str:
    """What the poster's code says, as the administrator printed it."""
    return poster.hangs(at_desk("adam"), tmp_path)


@pytest.mark.parametrize("identity", ["real_name", "contact", "anonymous"])
def test_from_a_scanned_code_to_a_rated_answer(
    identity: str,
    address: str,
    phone: At,
    at_desk: At,
    work: Callable[..., None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "huiyin.messages")
    alice = Citizen(phone(), identity)
    alice.scans(address)
    receipt = alice.reports()
    work()
    number = receipt.number
    poster.counts_a_scan(at_desk("adam"))
    outside = [at_desk("dan"), at_desk("eve")]

    def nobody_else_knows(*, everywhere: bool = False) -> None:
        """At each stage of the first reporter's life, who gave most; at the end of everybody's."""
        if identity != "real_name" and not everywhere:
            return
        for page in outside:
            exists_not_for(page, number, everywhere=everywhere)
        counts_nothing(outside[0])

    nobody_else_knows()
    carol, bob, frank = at_desk("carol"), at_desk("bob"), at_desk("frank")
    staff.reviews(carol, number, identity)
    staff.tries_the_accused(carol)
    assert [blocked.why for blocked in Blocked.objects.all()] == ["same_person"]
    carol.goto(f"/desk/cases/{number}")
    exists_not_for(bob, number)
    staff.assigns(carol)
    said(carol, "已交办，并已通知承办单位")
    work(hours=2)
    nobody_else_knows()
    staff.takes_up(bob, number)
    staff.verifies(bob)
    work(hours=3)
    staff.returns(frank)
    work(hours=1)
    staff.reworks(bob)
    work(hours=1)
    staff.approves(frank)
    work(hours=16)
    nobody_else_knows()
    staff.answers(carol)
    work()
    messages_tell_nothing(caplog, number, identity)
    alice.looks(receipt)
    alice.reads("有答复了", staff.PROPOSAL)
    alice.rates()
    alice.adds()
    work(hours=1)
    nobody_else_knows()
    ivy = at_desk("ivy")
    staff.phones_back(ivy, number, identity)
    staff.closes(ivy, number)
    work()
    alice.looks(receipt)
    alice.reads("办完了", "您的评价是", "满意")
    nobody_else_knows(everywhere=True)
    overview_shows_it(at_desk("henry"))
    record_is_unbroken(at_desk("una"))


def messages_tell_nothing(caplog: pytest.LogCaptureFixture, number: str, identity: str) -> None:
    """What left over the console channel: to whom a phone was left three texts, else none; none says what it is."""
    sent = [record.getMessage() for record in caplog.records if "text message" in record.getMessage()]
    assert len(sent) == (0 if identity == "anonymous" else 3), sent
    for text, says in zip(sent, ("已收到", "有新进展", "已有答复"), strict=False):
        assert says in text and number in text
        assert not [word for word in (NAME, NUMBER, "项望舒", "法院", "材料", "告知") if word in text], text


def overview_shows_it(henry: Page) -> None:
    henry.goto("/oversight/")
    figures = henry.locator(".figure")
    expect(figures.filter(has_text="收到").locator(".big")).to_have_text("1")
    expect(figures.filter(has_text="现在超期").locator(".big")).to_have_text("0")
    expect(figures.filter(has_text="对答复满意")).to_contain_text("(1 / 1)")


def record_is_unbroken(una: Page) -> None:
    una.goto("/oversight/audit")
    click(una, "核对全部记录")
    expect(una.locator("main")).to_contain_text("完整，没有改动")
    assert audit().ok


def test_nobody_takes_it_up_and_the_supervisor_gives_it_out_anew(
    address: str, phone: At, at_desk: At, work: Callable[..., None]
) -> None:
    alice = Citizen(phone(), "anonymous")
    alice.scans(address)
    receipt = alice.reports()
    work()
    carol = at_desk("carol")
    carol.goto(f"/desk/cases/{receipt.number}")
    staff.assigns(carol)
    work(days=4)
    assert Lock.objects.get(lifted_at=None).case.number == receipt.number
    bob = at_desk("bob")
    bob.goto(f"/desk/cases/{receipt.number}")
    expect(bob.locator("main")).to_contain_text("已锁定")
    expect(bob.get_by_role("link", name="受理", exact=True)).to_have_count(0)
    alice.looks(receipt)
    alice.reads("没有按时受理")
    grace = at_desk("grace")
    grace.goto("/desk/notices")
    expect(grace.locator("main")).to_contain_text(f"{receipt.number}逾期未受理，已自动锁定并转入督办")
    grace.goto("/desk/")
    follow(grace, "重新交办")
    grace.go_back()
    grace.locator("a.what").first.click()
    staff.assigns(grace, "金予安", "重新交办")
    said(grace, "已重新交办，锁定解除")
    work()
    assert Case.objects.get().state == "assigned" and not Lock.objects.filter(lifted_at=None).exists()
    exists_not_for(bob, receipt.number)
    staff.takes_up(at_desk("ben"), receipt.number)
