"""What comes so often that who supervises must look: raised once, growing, seen, and for nobody else there."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from tests.cast import DAN, MORNING, Cast, blueprint

from huiyin.cases.actions import pin
from huiyin.cases.models import Case
from huiyin.intake.models import Report
from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.models import Event
from huiyin.messages.models import Notice
from huiyin.organisations.actions import declare_relation
from huiyin.policy.actions import load
from huiyin.supervision.alerts.actions import acknowledge, watch
from huiyin.supervision.alerts.models import Alert, AlertMember
from huiyin.supervision.alerts.queries import alerts
from huiyin.supervision.letters.models import Letter

pytestmark = pytest.mark.django_db

Arrive = Callable[..., Case]
Settle = Callable[[datetime], None]
DAY = timedelta(days=1)
HALL = "窗口让我来回补材料，说不清要什么。"
AGAIN = (
    "三号楼的执行款到账七个月还没有发，执行局一直说快了。",
    "执行款到账七个月还没有发给我，我又问了，还是说快了。",
    "再问一次：三号楼执行款到账七个月没有发。",
    "执行款到账已经七个多月了，三号楼的还没有发。",
)


@pytest.fixture
def arrive(city: Cast, send: Callable[..., Any], settle: Settle) -> Arrive:
    """A report that has gone its way; `phone` tells senders apart."""

    def arriving(text: str = HALL, *, phone: str = "", now: datetime = MORNING, **fields: Any) -> Case:
        contact = {"identity_mode": "contact", "phone": phone} if phone else {}
        number = send(text=text, now=now, **contact, **fields).number
        settle(now)
        return Case.objects.get(number=number)

    return arriving


def phone(n: int) -> str:
    return f"1390000000{n}"


def of(kind: str) -> list[Alert]:
    return list(Alert.objects.filter(of=kind).order_by("pk"))


def test_three_people_about_one_officer_are_told_to_who_supervises_and_nobody_else(
    city: Cast, arrive: Arrive
) -> None:
    cases = [arrive(f"{HALL}是项望舒办的，第{n}次。", phone=phone(n)) for n in range(3)]
    (alert,) = of("officer")
    assert alert.officer == city.officer(DAN)
    assert [member.case for member in alert.members.order_by("pk")] == cases
    told = Notice.objects.filter(template="alert").values_list("account__username", "case")
    assert list(told) == [(city.account("grace").username, cases[-1].number)]


def test_one_person_three_times_is_not_three_people(arrive: Arrive) -> None:
    for n in range(3):
        arrive(f"{HALL}是项望舒办的，第{n}次。", phone=phone(1))
    assert of("officer") == []
    assert len(of("matter")) == 1


def test_one_person_again_about_one_matter_counts_and_about_another_does_not(arrive: Arrive) -> None:
    arrive("开庭时间改了没有通知我，从外地白跑一趟。", phone=phone(1))
    for text in AGAIN[:2]:
        arrive(text, phone=phone(1))
    assert of("matter") == []
    arrive(AGAIN[2], phone=phone(2))
    assert of("matter") == []
    last = arrive(AGAIN[2], phone=phone(1))
    (alert,) = of("matter")
    assert alert.members.count() == 3 and alert.members.filter(case=last).exists()


def test_the_growing_group_stays_one_alert_and_is_told_again_when_there_is_news(
    city: Cast, arrive: Arrive
) -> None:
    for text in AGAIN[:3]:
        arrive(text, phone=phone(1))
    grace, told = city.actor("grace"), Notice.objects.filter(template="alert")
    (shown,) = alerts(grace)
    assert shown.standing.waiting and told.count() == 1
    acknowledge(shown.alert.pk, "已督促执行局答复", by=grace, now=MORNING)
    assert not alerts(grace)[0].standing.waiting
    with pytest.raises(NotAllowed, match="nothing_new"):
        acknowledge(shown.alert.pk, "再看一次", by=grace, now=MORNING)
    arrive(AGAIN[3], phone=phone(1), now=MORNING + DAY)
    assert len(of("matter")) == 1 and told.count() == 2 and alerts(grace)[0].standing.waiting


def test_watching_again_counts_nothing_twice(arrive: Arrive) -> None:
    cases = [arrive(text, phone=phone(1)) for text in AGAIN]
    events = Event.objects.filter(subject_kind="alert")
    before = events.count(), AlertMember.objects.count()
    for case in cases:
        watch(case, now=MORNING + DAY)
    assert (events.count(), AlertMember.objects.count()) == before
    assert sorted(events.values_list("verb", flat=True)) == ["grow", "raise"]


def test_what_lies_too_far_apart_is_not_counted_and_a_later_group_is_an_alert_of_its_own(
    city: Cast, arrive: Arrive
) -> None:
    for days in (0, 1, 100, 101):
        arrive(f"{HALL}是项望舒办的。", now=MORNING + days * DAY)
    assert of("officer") == []
    arrive(f"{HALL}是项望舒办的。", now=MORNING + 102 * DAY)
    for days in (300, 301, 302):
        arrive(f"{HALL}是项望舒办的。", now=MORNING + days * DAY)
    first, second = of("officer")
    assert first.ended_at and not second.ended_at
    assert [alert.members.count() for alert in (first, second)] == [3, 3]


def test_praise_of_one_officer_by_many_is_no_alert(arrive: Arrive) -> None:
    for n in range(4):
        arrive("项望舒办事热情，谢谢。", phone=phone(n), problem_type="N")
    assert of("officer") == []


def test_who_is_found_out_later_counts_with_the_others(city: Cast, arrive: Arrive, settle: Settle) -> None:
    named = [arrive(f"{HALL}是项望舒办的。") for _ in range(2)]
    other = arrive("窗口的人把材料扔了出来，没说名字。", now=MORNING - DAY)
    assert of("officer") == []
    pin(other.number, [city.officer(DAN).pk], by=city.actor("carol"), now=MORNING + DAY)
    settle(MORNING + DAY)
    (alert,) = of("officer")
    assert {member.case for member in alert.members.all()} == {other, *named}


def test_a_stricter_rule_stands_in_place_of_a_lesser(city: Cast, arrive: Arrive, settle: Settle) -> None:
    """Two are known, three are found out at once: one notice, one letter, one alert to look at."""
    kept = next(rule for rule in blueprint().alerts if rule.of == "officer")
    grave = replace(kept, code="grave", least=5, covers=(kept.code,))
    load(replace(blueprint(), alerts=(kept, grave)), by=SYSTEM, now=MORNING)
    for n in range(2):
        arrive(f"{HALL}是项望舒办的，第{n}次。", phone=phone(n))
    others = [arrive(f"窗口的人把材料扔了出来，第{n}次。", phone=phone(n)) for n in range(2, 5)]
    assert of("officer") == []
    for case in others:
        pin(case.number, [city.officer(DAN).pk], by=city.actor("carol"), now=MORNING)
    settle(MORNING)
    alert = {one.rule: one for one in of("officer")}
    assert set(alert) == {kept.code, "grave"}
    assert [one.alert for one in alerts(city.actor("grace"))] == [alert["grave"]]
    assert Notice.objects.filter(template="alert").count() == 1
    assert [one.because for one in Letter.objects.all()] == [f"alert:{alert['grave'].pk}:1"]


def test_whoever_is_close_to_one_of_the_accused_reads_as_if_that_case_had_never_come(
    city: Cast, arrive: Arrive
) -> None:
    """Grace's own entry is declared close to Dan: of six reports on the hall one names him."""
    grace = city.account("grace")
    declare_relation(city.officer(DAN), grace.officer, "spouse", by=SYSTEM, now=MORNING)
    for n in range(5):
        arrive(f"{HALL}第{n}次。", phone=phone(n))
    arrive(f"{HALL}是项望舒办的。", phone=phone(6))
    (alert,) = of("unit")
    assert alert.members.count() == 6
    assert alerts(city.actor("grace")) == [] and not Notice.objects.filter(template="alert").exists()
    with pytest.raises(NotAllowed, match="unknown"):
        acknowledge(alert.pk, "看一看", by=city.actor("grace"), now=MORNING)
    arrive(f"{HALL}第7次。", phone=phone(7), now=MORNING + DAY)
    (shown,) = alerts(city.actor("grace"))
    assert shown.standing.people == 6 and shown.standing.since == MORNING + DAY
    assert Notice.objects.filter(template="alert").count() == 1


def test_for_everybody_else_there_is_no_alert(city: Cast, arrive: Arrive) -> None:
    for n in range(3):
        arrive(f"{HALL}是项望舒办的。", phone=phone(n))
    assert alerts(city.actor("grace"))
    for name in ("dan", "bob", "frank", "carol", "ivy", "henry", "eve", "mia", "una", "adam"):
        assert alerts(city.actor(name)) == [], name


@pytest.mark.django_db(transaction=True)
def test_two_that_arrive_at_once_are_counted_with_each_other(
    send: Callable[..., Any], settle: Settle
) -> None:
    numbers = [send(text=f"{HALL}是项望舒办的。").number for _ in range(3)]
    settle(MORNING)
    AlertMember.objects.all().delete()
    Alert.objects.all().delete()

    def watching(number: str) -> None:
        try:
            watch(Case.objects.select_related("report").get(number=number), now=MORNING)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(watching, numbers))
    (alert,) = of("officer")
    assert alert.members.count() == len(numbers) == Report.objects.count()
