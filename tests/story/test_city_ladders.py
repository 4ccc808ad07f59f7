"""Each city's own ladder, as its blueprint has it, from the first nudge to the circular with its number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.cast import Cast, lay_out, sent
from tests.laying import Laid
from tests.story.climbing import after_the_cycle, let_lie, sign_drafts
from tests.story.living import Life

from huiyin.cases.models import Case
from huiyin.kernel.clock import SHANGHAI, FixedClock
from huiyin.messages.models import Delivery, Notice
from huiyin.organisations.models import Account, Unit
from huiyin.policy.blueprint import load
from huiyin.supervision.ladder.models import Climb, Interview, Standing
from huiyin.supervision.letters.facts import number_of
from huiyin.supervision.letters.models import Letter

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Town:
    """A city: when, who is reported on and of which type, where it is handled by whom, and the way up."""

    morning: datetime
    about: str
    type: str
    house: str
    people: dict[str, str]
    rungs: tuple[str, ...]
    numbers: tuple[str, ...]


def _staff(house: str, committee: str) -> dict[str, str]:
    return {
        "bob": f"{house}.handler", "frank": f"{house}.approver", "carol": f"{committee}.reviewer",
        "grace": f"{committee}.supervisor", "henry": f"{committee}.leader", "ivy": f"{committee}.clerk",
    }  # fmt: skip


TOWNS = {
    "xianning": Town(  # two letters, one circular (S1-23)
        datetime(2023, 3, 6, 10, 0, tzinfo=SHANGHAI), "xn-court-filing", "B2", "xn-court", _staff("court", "city"),
        ("督办提醒", "提醒函", "督办函", "通报"),
        ("咸政法提〔2023〕1号", "咸政法督〔2023〕1号", "咸政法通〔2023〕1号"),
    ),
    "donghe": Town(  # one advice, two reminders (S2-27, S2-30)
        datetime(2020, 3, 2, 10, 0, tzinfo=SHANGHAI), "dh-hedong-town-conduct", "O1", "dh-hedong-town",
        _staff("hedong-town", "district"),
        ("线上预警", "提醒通知", "监督建议书", "监督通报"),
        ("东纪监提〔2020〕1号", "东纪监建〔2020〕1号", "东纪监通〔2020〕1号"),
    ),
    "jintan": Town(
        datetime(2015, 4, 13, 10, 0, tzinfo=SHANGHAI), "jt-traffic-city", "T2", "jt-traffic-vehicles",
        _staff("traffic-vehicles", "city"),
        ("督查提示", "督办函", "约谈", "通报追责"),
        ("金公督督〔2015〕1号", "金公督通〔2015〕1号"),
    ),
}  # fmt: skip
LAID = {
    name: Laid(lambda name=name, town=town: lay_out(load(name), town.morning - timedelta(days=30)))  # type: ignore[misc]
    for name, town in TOWNS.items()
}


@pytest.mark.parametrize("name", TOWNS)
def test_what_nobody_finishes_climbs_the_city_s_own_ladder(
    db: None, settle: Callable[[datetime], None], name: str
) -> None:
    town = TOWNS[name]
    LAID[name].lay()
    life = Life(Cast(town.morning, town.people, town.house), sent, settle, town.morning)
    Account.objects.filter(username=town.people["bob"]).update(text_number="13900000000")
    case = life.brought_to("verifying", unit_code=town.about, problem_type=town.type)
    let_lie(life, case, 14)
    _circular_signed(life)

    climbs = Climb.objects.filter(case=case, standing__kind="verification").order_by("pk")
    called = {rung.code: rung.name for rung in load(name).ladder}
    assert tuple(called[one.rung] for one in climbs) == town.rungs
    assert [one.at for one in climbs] == sorted({one.at for one in climbs}), "each on a moment of its own"
    papers = list(Letter.objects.order_by("signed_at", "pk"))
    assert tuple(map(number_of, papers)) == town.numbers
    assert Interview.objects.filter(case=case).exists() == ("约谈" in town.rungs)
    for paper in papers:
        assert [copy.unit.code for copy in paper.services.all() if copy.delivered_at] == [town.house]
        assert case.report.text not in paper.body, "the unit reads the summary that was made for it"
    assert case.unit is not None and case.unit.name in papers[-1].body and case.number not in papers[-1].body
    assert Delivery.objects.filter(recipient_kind="account", template="nudged").count() == 1

    found = life.draft(case, officer=1)
    nothing = tuple(replace(one, conclusion="unsubstantiated") for one in found.findings)
    life.act("submit", Case.objects.get(pk=case.pk), replace(found, findings=nothing, outcomes=()), by="bob")
    assert Standing.objects.get(case=case, kind="verification").state == "left", "whoever acts gets off"


def _circular_signed(life: Life) -> None:
    """The cycle ends; the circular is drafted, worded, approved and signed, and goes out."""
    life.now = after_the_cycle(life)
    for _ in range(2):
        life.settle(life.now)
        sign_drafts(life)
        life.settle(life.now)


def test_one_circular_goes_to_thirty_one_houses_in_one_act(
    db: None, settle: Callable[[datetime], None], settings: pytest.FixtureRequest
) -> None:
    """S2-35: one batch, 31 departments; one number, one signature, a copy of its own at each."""
    town = TOWNS["donghe"]
    LAID["donghe"].lay()
    cast = Cast(town.morning, town.people, town.house)
    settings.CLOCK = FixedClock(town.morning)
    desk = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    desk.force_login(cast.account("carol"))
    shown = desk.get("/desk/letters/new").text
    assert "全部单位 (42)" in shown and "部门、镇街 (42)" in shown
    houses = Unit.objects.filter(kind="organ", system="government").order_by("pk")[:31]
    answer = desk.post(
        "/desk/letters/new", {"key": "batch", "kind": "circular", "to": [house.pk for house in houses]}
    )
    assert answer.status_code == 303
    life = Life(cast, sent, settle, town.morning)
    sign_drafts(life)
    settle(town.morning)
    letter = Letter.objects.get()
    assert number_of(letter) == "东纪监通〔2020〕1号" and letter.services.count() == 31
    assert set(letter.services.values_list("state", flat=True)) == {"delivered"}
    heard = Notice.objects.filter(template="letter_told", account__mandates__role="approver")
    led = heard.values("account__mandates__unit").distinct()
    assert led.count() == 31, "who leads each house hears of it"
