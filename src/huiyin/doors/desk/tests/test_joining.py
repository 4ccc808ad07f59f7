"""Joining at the desk: choose, compare, join, undo; and what nobody sees who shouldn't."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.cast import DAN, MORNING, Cast

from huiyin.cases import actions as cases
from huiyin.cases.models import Case
from huiyin.intake.models import Identity, Origin
from huiyin.journey.finding import build_index, compare

pytestmark = pytest.mark.django_db

Sit = Callable[[str], Client]
Life = Callable[..., Case]
OTHER = "窗口叫号到我，却先办熟人的事，等了四十分钟。"


def page(client: Client, path: str) -> str:
    answer = client.get(f"/desk/cases/{path}")
    assert answer.status_code == 200
    return re.sub(r'value="\w{64}"', "", answer.content.decode())


def test_from_the_choice_to_the_joining_and_back(life: Life, at_desk: Sit) -> None:
    main, case, carol = life("assigned", text=OTHER), life("received"), at_desk("carol")
    assert "Nothing like it was found" in page(carol, f"{case.number}/joining")
    assert "no file with this number" in page(carol, f"{case.number}/joining?main=XT-0")
    both = page(carol, f"{case.number}/joining?main={main.number}")
    assert OTHER in both and "来回补了三次" in both
    assert "names officers whom the other file isn’t about" in both, "Dan is named in one of them only"
    sent = {"main": main.number, "seen": case.version}
    answer = carol.post(f"/desk/cases/{case.number}/joining", sent)
    assert answer.status_code == 422 and Case.objects.get(pk=case.pk).state == "received"


def test_both_files_point_at_each_other_for_the_committee_alone(life: Life, at_desk: Sit, city: Cast) -> None:
    main, case, carol = (
        life("assigned", text=OTHER),
        life("received", text="复印一份判决书等了两个小时。"),
        at_desk("carol"),
    )
    sent = {"main": main.number, "seen": case.version}
    for _time in range(2):
        assert carol.post(f"/desk/cases/{case.number}/joining", sent).status_code == 303
    assert main.number in page(carol, case.number)
    assert case.number in page(carol, main.number)
    assert case.number not in page(at_desk("bob"), main.number), "a unit never learns how many wrote"
    undone = carol.post(f"/desk/cases/{case.number}/separation", {"seen": case.version + 1})
    assert undone.status_code == 303
    assert case.number not in page(carol, main.number)


def test_what_is_alike_is_offered_with_reasons_and_only_to_whom_it_exists_for(
    life: Life, at_desk: Sit, city: Cast
) -> None:
    main = life("assigned", text="丁香花园小区门口的派出所天天大门紧锁，办证跑了三趟没人。")
    case = life("received", text="住在丁香花园小区，门口的派出所天天大门紧锁，没人办证。")
    build_index()
    compare(MORNING)
    body = page(at_desk("carol"), f"{case.number}/joining")
    assert main.number in body and "the same place: 丁香" in body and "the same words: " in body
    assert main.number in page(at_desk("ivy"), f"{case.number}/joining")
    named = city.actor("ivy").officer
    assert named is not None
    cases.pin(main.number, [named], by=city.actor("carol"), now=MORNING)
    assert main.number not in page(at_desk("ivy"), f"{case.number}/joining")


def test_the_same_reporter_is_said_to_who_may_open_both_and_entered_neither(
    life: Life, at_desk: Sit, city: Cast
) -> None:
    texts = "丁香花园小区门口的派出所天天大门紧锁，办证跑了三趟。", "住在丁香花园小区，门口的派出所没人办证。"
    here = {"identity_mode": "contact"}
    life("assigned", text=texts[0], phone="13900000000", **here)
    case = life("received", text=texts[1], phone="13900000001", **here)
    Identity.objects.update(phone_hash="one and the same")
    build_index()
    compare(MORNING)
    assert "the same reporter" in page(at_desk("carol"), f"{case.number}/joining")
    entered = {"channel": "counter", "thread": "t", "came_at": MORNING, "reply": "none"}
    Origin.objects.create(report=case.report, entered_by=city.account("carol"), **entered)
    assert "the same reporter" not in page(at_desk("carol"), f"{case.number}/joining")


@pytest.mark.parametrize("name", ["bob", "frank", "henry", "lee", "eve", "dan", "adam"])
def test_nobody_else_joins(life: Life, at_desk: Sit, name: str) -> None:
    main, case = life("received", text=OTHER), life("received")
    client = at_desk(name)
    assert client.get(f"/desk/cases/{case.number}/joining").status_code == 404
    sent: dict[str, Any] = {"main": main.number}
    assert client.post(f"/desk/cases/{case.number}/joining", sent).status_code in (403, 404)


def test_a_number_that_isnt_the_viewers_is_no_number(life: Life, at_desk: Sit, city: Cast) -> None:
    """Dan reviews at the committee; a case about him isn't there, whichever way he asks."""
    about_dan, case, dan = (
        life("received"),
        life("received", unit_code="xt-police", text=OTHER),
        at_desk("dan"),
    )
    assert about_dan.accused == [city.officer(DAN).pk]
    asked = page(dan, f"{case.number}/joining?main={about_dan.number}")
    assert "no file with this number" in asked
    unknown = page(dan, f"{case.number}/joining?main=XT-2022-999999")
    assert asked.replace(about_dan.number, "X") == unknown.replace("XT-2022-999999", "X")
    answer = dan.post(f"/desk/cases/{case.number}/joining", {"main": about_dan.number, "seen": case.version})
    other = dan.post(f"/desk/cases/{case.number}/joining", {"main": "XT-2022-999999", "seen": case.version})
    assert answer.status_code == other.status_code != 303
    assert Case.objects.get(pk=case.pk).state == "received"
