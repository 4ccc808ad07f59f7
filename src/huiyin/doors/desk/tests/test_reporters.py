"""Finding what one person sent: with a role, a reason and a record; nobody else confirms a guess by anything."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from tests.cast import DAN, MORNING, Cast

from huiyin.cases.actions import pin
from huiyin.cases.models import Case
from huiyin.intake.models import Identity
from huiyin.intake.vault import hash_names, sent_by
from huiyin.ledger.models import Access

pytestmark = pytest.mark.django_db

Sit = Callable[[str], Client]
PHONE, NAME = "13900001111", "温如故"
ALICE = {"identity_mode": "real_name", "name": NAME, "phone": PHONE}
REASON = "同一件事两个编号，需核对"


def records() -> list[tuple[str, str]]:
    return list(Access.objects.using("witness").filter(subject_kind="person").values_list("what", "reason"))


def found(client: Client, **asked: str) -> list[str]:
    answer = client.post("/desk/reporters", {"phone": "", "name": "", "reason": REASON} | asked)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    return [row.case.number for row in answer.context["rows"]]


@pytest.mark.parametrize(
    "asked", [{"phone": "139 0000 1111"}, {"phone": "+8613900001111"}, {"name": " 温 如故 "}]
)
def test_phone_and_name_find_what_the_person_sent(
    asked: dict[str, str], opened: Callable[..., Case], at_desk: Sit
) -> None:
    first, second = opened(**ALICE), opened(**ALICE | {"text": "又等了一个上午。"})
    opened(identity_mode="real_name", name="旁人", phone="13900002222")
    assert set(found(at_desk("carol"), **asked)) == {first.number, second.number}
    assert records() == [("find_phone" if "phone" in asked else "find_name", REASON)]


def test_no_part_of_a_phone_or_name_finds_anybody(opened: Callable[..., Case], at_desk: Sit) -> None:
    opened(**ALICE)
    assert found(at_desk("carol"), name="温如") == []
    assert at_desk("carol").post("/desk/reporters", {"phone": "1390000", "reason": REASON}).status_code == 422
    assert records() == [("find_name", REASON)]


@pytest.mark.parametrize(
    "asked",
    [{"phone": PHONE, "name": NAME}, {}, {"phone": PHONE, "reason": ""}, {"phone": PHONE, "reason": "x"}],
)
def test_without_a_reason_or_one_thing_to_look_for_nothing_is_looked_for(
    asked: dict[str, str], opened: Callable[..., Case], at_desk: Sit
) -> None:
    opened(**ALICE)
    answer = at_desk("carol").post("/desk/reporters", {"reason": REASON} | asked)
    assert answer.status_code in (200, 422) and not answer.context["rows"]
    assert answer.context["form"].errors and records() == []


@pytest.mark.parametrize("name", ["bob", "frank", "eve", "henry", "lee", "adam", "una"])
def test_who_may_not_open_identities_has_no_such_page(
    name: str, opened: Callable[..., Case], at_desk: Sit
) -> None:
    opened(**ALICE)
    desk = at_desk(name)
    assert desk.get("/desk/reporters").status_code == 404
    assert desk.post("/desk/reporters", {"phone": PHONE, "reason": REASON}).status_code == 404
    assert records() == []


def test_another_committee_and_whom_it_is_about_learn_nothing(
    opened: Callable[..., Case], at_desk: Sit, city: Cast
) -> None:
    """Dan's answer is the same, letter by letter, whether or not there is a case on him."""
    case = opened(**ALICE)
    pin(case.number, [city.officer(DAN).pk], by=city.actor("carol"), now=MORNING)
    pages = [
        at_desk("dan").post("/desk/reporters", {"phone": phone, "reason": REASON}).content.decode()
        for phone in (PHONE, "13900009999")
    ]
    assert case.number not in pages[0] and len(pages[0]) == len(pages[1])
    assert found(at_desk("mia"), phone=PHONE) == []
    assert found(at_desk("carol"), phone=PHONE) == [case.number]


def test_the_record_survives_what_is_rolled_back(opened: Callable[..., Case], city: Cast) -> None:
    opened(**ALICE)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        sent_by(city.actor("carol"), phone="+86" + PHONE, reason=REASON, now=MORNING)
        raise ZeroDivisionError
    assert records() == [("find_phone", REASON)]


@pytest.mark.parametrize("name", ["carol", "grace", "henry", "bob", "frank"])
def test_the_search_box_knows_nothing_of_the_vault(
    name: str, life: Callable[..., Case], at_desk: Sit
) -> None:
    life("assigned", **ALICE)
    desk = at_desk(name)
    everything = len(desk.get("/desk/cases").context["rows"])
    assert everything == 1
    for guess in (PHONE, "1111", NAME, "温如", f"{NAME} {PHONE}", "+8613900001111"):
        assert desk.get("/desk/cases", {"q": guess}).context["rows"] == []


def test_a_unit_finds_by_the_redacted_words_only(
    life: Callable[..., Case], at_desk: Sit, settle: Callable[..., None]
) -> None:
    case = life("assigned", text="我叫温如故，电话13900001111，窗口把材料退了三次，找过冷门主任。")
    settle(MORNING)
    carol, bob = at_desk("carol"), at_desk("bob")
    for words in ("冷门主任", "13900001111", "温如故"):
        assert [row.case.pk for row in carol.get("/desk/cases", {"q": words}).context["rows"]] == [case.pk]
        assert bob.get("/desk/cases", {"q": words}).context["rows"] == []
    assert len(bob.get("/desk/cases", {"q": "来回补 材料三次"}).context["rows"]) == 1


@pytest.mark.parametrize(
    ("sent", "asked"), [("張慶華", "张庆华"), ("张庆华", "張 慶華"), ("曾子余", "曾子餘")]
)
def test_a_name_is_found_whichever_characters_it_is_written_in(
    sent: str, asked: str, opened: Callable[..., Case], at_desk: Sit
) -> None:
    case = opened(**ALICE | {"name": sent})
    assert found(at_desk("carol"), name=asked) == [case.number]
    assert found(at_desk("carol"), name=sent[:-1] + "伟") == []


def test_names_sealed_before_there_was_a_hash_get_one(opened: Callable[..., Case], at_desk: Sit) -> None:
    case = opened(**ALICE)
    Identity.objects.update(name_hash=None)
    assert found(at_desk("carol"), name=NAME) == []
    assert (hash_names(), hash_names()) == (1, 0)
    assert found(at_desk("carol"), name=NAME) == [case.number]
