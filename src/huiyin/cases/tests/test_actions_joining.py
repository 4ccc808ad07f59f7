"""Joining on the database: one is worked on, each gets an answer, nobody learns of what isn't theirs to know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.cast import DAN, MORNING, Cast

from huiyin.cases import actions as cases
from huiyin.cases.actions import Order
from huiyin.cases.actions.interest import conflicts_of
from huiyin.cases.models import Case, Reply
from huiyin.cases.queries import replayed, visible
from huiyin.kernel.lifecycle import Conflict, NotAllowed
from huiyin.messages.models import Delivery
from huiyin.organisations.models import Unit

pytestmark = pytest.mark.django_db

PLAIN = "立案大厅排队一上午，下午没有人叫号，老人站着等。"


@pytest.fixture
def two(city: Cast, send: Callable[..., Any], settle: Callable[..., None]) -> tuple[Case, Case]:
    """Two files about the same house that wait for review."""
    receipts = [
        send(text=PLAIN),
        send(text="排了一上午队，下午也不叫号。", identity_mode="contact", phone="13900000001"),
    ]
    settle(MORNING)
    one, other = (Case.objects.get(number=receipt.number) for receipt in receipts)
    return one, other


def by(city: Cast, name: str) -> dict[str, Any]:
    return {"by": city.actor(name), "now": MORNING}


def refused(number: str, main: str, who: dict[str, Any]) -> str:
    with pytest.raises(NotAllowed) as no:
        cases.join(number, main, **who)
    return no.value.refused.reason


def test_each_gets_the_main_answer_as_their_own(
    two: tuple[Case, Case], city: Cast, settle: Callable[..., None]
) -> None:
    main, case = two
    promised = case.promised_at
    cases.join(case.number, main.number, **by(city, "carol"))
    text = "您反映的情况属实，从今天起中午有人值守。"
    cases.decline(main.number, text, **by(city, "carol"))
    settle(MORNING)
    case.refresh_from_db()
    assert (case.state, case.main_id, case.promised_at) == ("answered", main.pk, promised)
    reply = Reply.objects.get(case=case)
    assert (reply.kind, reply.text) == ("declined", text)
    assert not case.deadlines.filter(kind="whole", ended_at=None).exists()
    assert Delivery.objects.filter(recipient_id=case.number, template="answered").count() == 1
    for number in (main.number, case.number):
        stored, fold = replayed(number)
        assert stored == fold


def test_it_can_be_undone_until_the_answer(
    two: tuple[Case, Case], city: Cast, settle: Callable[..., None]
) -> None:
    main, case = two
    cases.join(case.number, main.number, **by(city, "grace"))
    cases.separate(case.number, **by(city, "carol"))
    cases.decline(main.number, "这里不受理，请找物业。", **by(city, "carol"))
    settle(MORNING)
    case.refresh_from_db()
    assert (case.state, case.main, case.due_kind) == ("received", None, "review")
    assert not Reply.objects.filter(case=case).exists()
    assert cases.answer_with_main(case.number, now=MORNING) is None


def test_the_promise_to_each_goes_on(two: tuple[Case, Case], city: Cast, settle: Callable[..., None]) -> None:
    main, case = two
    cases.join(case.number, main.number, **by(city, "carol"))
    settle(case.promised_at + timedelta(minutes=1))
    assert case.deadlines.get(kind="whole").missed
    case.refresh_from_db()
    assert case.state == "joined" and case.due_at is None


def test_an_answer_that_many_read_names_none_of_them(
    two: tuple[Case, Case], city: Cast, send: Callable[..., Any], settle: Callable[..., None]
) -> None:
    main, case = two
    cases.join(case.number, main.number, **by(city, "carol"))
    with pytest.raises(NotAllowed) as no:
        cases.decline(main.number, "已电话（13900000001）说明，不受理。", **by(city, "carol"))
    assert no.value.refused.reason == "tells_reporter"
    assert not Reply.objects.exists()


def test_who_has_no_part_in_one_of_them_learns_nothing(two: tuple[Case, Case], city: Cast) -> None:
    main, case = two
    for name in ("bob", "frank", "eve", "dan", "mia"):
        assert refused(case.number, main.number, by(city, name)) == "unknown"
    assert refused(case.number, "XT-NO-SUCH", by(city, "carol")) == "unknown"


def test_whom_the_main_case_is_about_loses_sight_of_what_is_joined(
    two: tuple[Case, Case], city: Cast, settle: Callable[..., None]
) -> None:
    main, case = two
    ivy = city.actor("ivy").officer
    assert ivy is not None
    assert visible(city.actor("ivy")).filter(pk=case.pk).exists()
    cases.join(case.number, main.number, **by(city, "carol"))
    cases.pin(main.number, [ivy], **by(city, "carol"))
    settle(MORNING)
    for one in (main, case):
        assert not visible(city.actor("ivy")).filter(pk=one.pk).exists()
        stored, fold = replayed(one.number)
        assert stored == fold
    cases.separate(case.number, **by(city, "carol"))
    assert not visible(city.actor("ivy")).filter(pk=case.pk).exists(), "nobody is un-named by an undo"


def test_a_report_that_names_others_is_joined_only_where_they_are_kept_out(
    two: tuple[Case, Case], city: Cast
) -> None:
    main, case = two
    dan = city.officer(DAN).pk
    cases.pin(case.number, [dan], **by(city, "carol"))
    assert refused(case.number, main.number, by(city, "carol")) == "names_others"
    cases.pin(main.number, [dan], **by(city, "carol"))
    assert cases.join(case.number, main.number, **by(city, "carol")).state == "joined"


def test_who_works_on_the_main_case_must_have_no_part_in_what_is_joined(
    city: Cast, send: Callable[..., Any], settle: Callable[..., None]
) -> None:
    """Bob works at the enforcement bureau: a report about it can't be put under what he handles."""
    bob = city.account("bob")
    own = Unit.objects.get(pk=bob.officer.unit_id)
    other = next(u for u in ("xt-court-filing", "xt-court-enforcement") if u != own.code)
    main, case = (
        send(unit_code=other, text=PLAIN),
        send(unit_code=own.code, text="执行款一直不发，电话没人接。"),
    )
    settle(MORNING)
    order = Order(
        unit=Unit.objects.get(code="xt-court").pk,
        handlers=(bob.pk,),
        approver=city.account("frank").pk,
        summary="下午没有人叫号。",
        allegations=("不叫号",),
    )
    cases.assign(main.number, order, **by(city, "carol"))
    assert refused(case.number, main.number, by(city, "carol")) == "handlers_concerned"
    free = send(unit_code=other, text="复印一份判决书，等了两个小时。")
    settle(MORNING)
    cases.join(case.number, free.number, **by(city, "carol"))
    assert conflicts_of(Case.objects.get(number=free.number), [bob.pk]) == {bob.pk: "same_section"}


def test_two_who_join_at_once_are_told(two: tuple[Case, Case], city: Cast) -> None:
    main, case = two
    seen = case.version
    cases.join(case.number, main.number, seen=seen, **by(city, "carol"))
    with pytest.raises(Conflict):
        cases.join(case.number, main.number, seen=seen, **by(city, "ivy"))
    assert refused(main.number, case.number, by(city, "carol")) == "main_is_joined"
