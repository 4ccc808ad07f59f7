"""A bad rating isn't the end: somebody else looks, the reporter is answered and asked again, at last people confer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client, override_settings
from tests.cast import MORNING, Cast, sent
from tests.lives import Life

from huiyin.intake.models import Report
from huiyin.journey.worker import run_until_idle
from huiyin.kernel.clock import FixedClock
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.messages.models import Delivery, Notice
from huiyin.organisations.models import Unit
from huiyin.ratings.actions import rate, revisit
from huiyin.ratings.again import actions, queries
from huiyin.ratings.models import Rating, Recheck

pytestmark = pytest.mark.django_db(databases=["default", "witness"])
DEMAND = "请重新调看当日下午的录像，逐项说明。"


def rated_badly(city: Cast) -> tuple[Recheck, Report, str]:
    receipt = sent(identity_mode="contact", phone="13900000000", now=MORNING - timedelta(days=6))
    life = Life(city, receipt.number, MORNING - timedelta(days=5))  # type: ignore[attr-defined]
    for step in ("assigned", "verifying", "submitted", "approved", "answered"):
        run_until_idle(life.at)
        getattr(life, step)()
    report = Report.objects.get(number=life.number)
    rate(report, 2, "没有说为什么三次都补材料。", now=MORNING)
    run_until_idle(MORNING)
    return Recheck.objects.get(), report, receipt.query_code  # type: ignore[attr-defined]


def test_from_a_bad_rating_to_the_joint_review(city: Cast) -> None:
    row, report, code = rated_badly(city)
    police, court = (Unit.objects.get(code=one) for one in ("xt-police", "xt-court"))
    carol, eve, grace = map(city.actor, ("carol", "eve", "grace"))
    assert Notice.objects.filter(template="to_recheck", account=city.account("carol")).exists()

    for name, unit in (
        ("bob", court),
        ("frank", court),
    ):  # whoever verified or signed it, and who isn't a handler
        with pytest.raises(NotAllowed):
            actions.give_again(row.pk, unit.pk, city.account(name).pk, DEMAND, by=carol, now=MORNING)
    with pytest.raises(NotAllowed, match="tells_reporter"):
        actions.give_again(
            row.pk, police.pk, city.account("eve").pk, "请打13900000000。", by=carol, now=MORNING
        )
    assert queries.recheck_for(eve, row.pk) is None
    assert {one.account.pk for one in queries.able(row, MORNING)} & {
        city.account("bob").pk,
        city.account("dan").pk,
    } == set()

    actions.give_again(row.pk, police.pk, city.account("eve").pk, DEMAND, by=carol, now=MORNING)
    run_until_idle(MORNING)
    assert Notice.objects.filter(template="recheck_given", account=city.account("eve")).exists()
    actions.report_again(row.pk, "changed_finding", "录像显示三次均未一次性告知。", by=eve, now=MORNING)
    with pytest.raises(NotAllowed):
        actions.reply_again(row.pk, "答复", by=eve, now=MORNING)
    actions.reply_again(row.pk, "再次核查：三次均未一次性告知，已处理当班人员。", by=carol, now=MORNING)
    run_until_idle(MORNING)
    assert Delivery.objects.filter(template="answered").count() == 2

    reporter = Client(headers={"accept-language": "zh"})
    with override_settings(CLOCK=FixedClock(MORNING)):
        page = reporter.post(
            "/track", {"number": report.number, "query_code": code}, follow=True
        ).content.decode()
        assert "再次核查：三次均未一次性告知" in page and 'name="level"' in page
        reporter.post("/track/rating", {"level": "1", "words": "还是没有说为什么。"})
        assert 'name="level"' not in reporter.get("/track").content.decode()
    row.refresh_from_db()
    assert (row.state, row.level) == ("to_confer", 1) and Rating.objects.get().level == 2
    assert queries.changed(grace).pairs == ((2, 1),)
    with pytest.raises(NotAllowed, match="people_to_confer"):
        actions.confer(row.pk, "贺兰山", "维持原结论。", by=grace, now=MORNING)
    actions.confer(row.pk, "贺兰山\n褚云亭", "会商：认定属实，责成法院书面道歉。", by=grace, now=MORNING)
    with override_settings(CLOCK=FixedClock(MORNING)):
        assert "责成法院书面道歉" in reporter.get("/track").content.decode()


def test_a_bad_rating_with_a_telephone_is_called_back_in_time_or_shown_as_late(city: Cast) -> None:
    _, report, _ = rated_badly(city)
    grace, ivy = city.actor("grace"), city.actor("ivy")
    assert queries.callbacks(grace, now=MORNING).waiting == 1
    assert queries.callbacks(grace, now=MORNING + timedelta(days=9)).overdue == 1
    revisit(report.number, "reached", 3, "已说明。", by=ivy, now=MORNING + timedelta(days=1))
    found = queries.callbacks(grace, now=MORNING + timedelta(days=9))
    assert (found.whole, found.in_time, found.overdue) == (1, 1, 0)


def test_the_second_look_is_no_way_to_the_report(city: Cast) -> None:
    """Who looks again reads the demand and the first finding; whom it is about, and their house, nothing."""
    row, report, _ = rated_badly(city)
    police = Unit.objects.get(code="xt-police")
    actions.give_again(row.pk, police.pk, city.account("eve").pk, DEMAND, by=city.actor("carol"), now=MORNING)
    with override_settings(CLOCK=FixedClock(MORNING)):
        for name, status in (("eve", 200), ("carol", 200), ("dan", 404), ("bob", 404), ("paul", 404)):
            client = Client(headers={"accept-language": "zh"})
            client.force_login(city.account(name))
            page = client.get(f"/desk/rechecks/{row.pk}")
            assert page.status_code == status, name
            said = page.content.decode()
            assert ("没有说为什么三次都补材料" in said) is (name == "carol")
            assert report.text not in said
            assert (report.number in client.get("/desk/rechecks").content.decode()) is (status == 200)
