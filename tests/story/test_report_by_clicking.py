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
from tests.lives import Life
from tests.story import poster, staff
from tests.story.citizen import NAME, NUMBER, Citizen, Receipt
from tests.story.unseen import counts_nothing, exists_not_for

from huiyin.cases.models import Blocked, Case
from huiyin.intake.actions import make_code
from huiyin.journey.worker import run_until_idle
from huiyin.kernel.actor import SYSTEM
from huiyin.ledger.queries import audit
from huiyin.organisations.models import Unit
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
def address(served: Cast, settings: Any) -> str:
    """What a code in the court's hall says."""
    unit = Unit.objects.get(code="xt-court-filing")
    token = make_code(unit, poster.PLACE, by=SYSTEM, now=settings.CLOCK.now(), name_en="Window 3").token
    return f"{settings.PUBLIC_URL}/c/{token}"


def test_from_a_scanned_code_to_a_rated_answer(
    served: Cast,
    phone: At,
    at_desk: At,
    work: Callable[..., None],
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
) -> None:
    """Who gives most: by clicking alone, from the poster that the administrator printed to the end."""
    caplog.set_level(logging.INFO, "huiyin.messages")
    adam = at_desk("adam")
    alice = Citizen(phone(), "real_name")
    alice.scans(poster.hangs(adam, tmp_path))
    receipt = alice.reports()
    work()
    number = receipt.number
    poster.counts_a_scan(adam)
    outside = [at_desk("dan"), at_desk("eve")]
    nobody_else_knows(outside, number)
    carol, bob, frank = at_desk("carol"), at_desk("bob"), at_desk("frank")
    staff.reviews(carol, number, "real_name")
    staff.tries_the_accused(carol)
    assert [blocked.why for blocked in Blocked.objects.all()] == ["same_person"]
    carol.goto(f"/desk/cases/{number}")
    exists_not_for(bob, number)
    staff.assigns(carol)
    said(carol, "已交办，并已通知承办单位")
    work(hours=2)
    nobody_else_knows(outside, number)
    staff.takes_up(bob, number)
    staff.verifies(bob)
    work(hours=3)
    staff.returns(frank)
    work(hours=1)
    staff.reworks(bob)
    work(hours=1)
    staff.approves(frank)
    work(hours=16)
    nobody_else_knows(outside, number)
    staff.answers(carol)
    work()
    is_told_and_says(alice, receipt, caplog)
    work(hours=1)
    nobody_else_knows(outside, number)
    comes_to_an_end(alice, receipt, at_desk, work)
    nobody_else_knows(outside, number, everywhere=True)
    overview_shows_it(at_desk("henry"))
    record_is_unbroken(at_desk("una"))


@pytest.mark.parametrize("identity", ["contact", "anonymous"])
def test_who_gives_less_is_heard_as_well(
    identity: str,
    served: Cast,
    address: str,
    phone: At,
    at_desk: At,
    work: Callable[..., None],
    settings: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """By clicking wherever it matters who reports; what handler and approver do in between is the same for all."""
    caplog.set_level(logging.INFO, "huiyin.messages")
    alice = Citizen(phone(), identity)
    alice.scans(address)
    receipt = alice.reports()
    work()
    carol = at_desk("carol")
    staff.reviews(carol, receipt.number, identity)
    carol.goto(f"/desk/cases/{receipt.number}")
    staff.assigns(carol)
    work(hours=2)
    staff.takes_up(at_desk("bob"), receipt.number)
    life = Life(served, receipt.number, settings.CLOCK.now())
    life.submitted()
    life.then_rework(0)
    life.submitted()
    life.approved()
    life.answered()
    work(hours=1)
    is_told_and_says(alice, receipt, caplog)
    work(hours=1)
    comes_to_an_end(alice, receipt, at_desk, work)
    nobody_else_knows([at_desk("dan"), at_desk("eve")], receipt.number, everywhere=True)


def nobody_else_knows(outside: list[Page], number: str, *, everywhere: bool = False) -> None:
    for page in outside:
        exists_not_for(page, number, everywhere=everywhere)
    counts_nothing(outside[0])


def is_told_and_says(alice: Citizen, receipt: Receipt, caplog: pytest.LogCaptureFixture) -> None:
    """The reporter learns of the answer, reads it, rates it and adds a word."""
    messages_tell_nothing(caplog, receipt.number, alice.identity)
    alice.looks(receipt)
    alice.reads("有答复了", staff.PROPOSAL)
    alice.rates()
    alice.adds()


def comes_to_an_end(alice: Citizen, receipt: Receipt, at_desk: At, work: Callable[..., None]) -> None:
    ivy = at_desk("ivy")
    staff.phones_back(ivy, receipt.number, alice.identity)
    staff.closes(ivy, receipt.number)
    work()
    alice.looks(receipt)
    alice.reads("办完了", "您的评价是", "满意")


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
