"""A cycle ends: units have scores made of facts; a unit objects, the committee concludes, then nothing moves it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client, override_settings
from tests.cast import DAN, Cast, sent
from tests.lives import Life

from huiyin.assessment.models import Point, Score
from huiyin.assessment.scoring import actions, queries
from huiyin.cases.models import Case
from huiyin.intake.models import Report
from huiyin.journey.assessing import assess
from huiyin.journey.worker import run_until_idle
from huiyin.kernel.clock import SHANGHAI, FixedClock
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ratings.actions import rate

pytestmark = pytest.mark.django_db(databases=["default", "witness"])
BEGUN = datetime(2022, 2, 21, 10, 0, tzinfo=SHANGHAI)
POSTED = datetime(2022, 3, 15, 8, 30, tzinfo=SHANGHAI)
"""The morning after the first cycle, which ends on 14 March."""
AFTER = POSTED + timedelta(days=10)


def lived(city: Cast, *, about_dan: bool = False) -> None:
    """One case sent back once by the approver, answered and rated badly."""
    text = {"text": "3 月 7 日去立案窗口交材料，来回补了三次，窗口的人让我自己看墙上。"}
    receipt = sent(now=BEGUN, **({} if about_dan else text))
    run_until_idle(BEGUN)
    life = Life(city, receipt.number, BEGUN)  # type: ignore[attr-defined]
    for step in ("assigned", "verifying", "submitted"):
        life.at += timedelta(hours=3)
        getattr(life, step)()
    life.then_rework(0)
    for step in ("submitted", "approved", "answered"):
        life.at += timedelta(hours=2)
        getattr(life, step)()
        run_until_idle(life.at)
    rate(Report.objects.get(number=life.number), 1, "", now=life.at + timedelta(hours=1))
    run_until_idle(life.at + timedelta(hours=1))
    assess(POSTED - timedelta(days=1))
    assert not Score.objects.exists(), "the cycle runs on until midnight"
    assess(POSTED)
    assess(POSTED + timedelta(hours=2))


def test_from_the_facts_to_the_locked_score(city: Cast) -> None:
    lived(city)
    row = Score.objects.get()
    assert (row.unit.code, row.handled, row.state) == ("xt-court", 1, "posted")
    assert row.moves["returned"] == -1.0 and row.moves["dissatisfied"] == -20.0
    assert row.value == 79.0 and queries.of_period(city.actor("henry"), row.first) == [(row, None)], (
        "too few to rank"
    )
    assert set(row.points.values_list("rule", "case__number")) == {
        ("returned", Case.objects.get().number), ("dissatisfied", Case.objects.get().number)
    }  # fmt: skip

    frank, henry = city.actor("frank"), city.actor("henry")
    point = Point.objects.get(rule="dissatisfied")
    for name in ("bob", "eve", "paul", "henry"):
        with pytest.raises(NotAllowed):
            actions.contest(point.pk, "不同意扣分。", by=city.actor(name), now=POSTED)
    actions.contest(point.pk, "评价时还没有看到整改结果。", by=frank, now=POSTED)
    assess(AFTER)
    row.refresh_from_db()
    assert row.state == "posted", "an objection waits for its answer"
    actions.withdraw(point.pk, "整改在评价之前已完成，撤销。", by=henry, now=AFTER)
    assess(AFTER)
    row.refresh_from_db()
    assert (row.value, row.state) == (99.0, "final")
    with pytest.raises(NotAllowed):
        actions.withdraw(Point.objects.get(rule="returned").pk, "再撤一项。", by=henry, now=AFTER)

    rate_again = Report.objects.get()
    with pytest.raises(NotAllowed):
        rate(rate_again, 5, "", now=AFTER)
    assess(AFTER + timedelta(days=1))
    assert Score.objects.count() == 1


def test_who_leads_the_unit_reads_its_score_and_nobody_of_another_house_does(city: Cast) -> None:
    lived(city)
    row = Score.objects.get()
    with override_settings(CLOCK=FixedClock(POSTED)):
        for name, status in (("frank", 200), ("henry", 200), ("paul", 404), ("eve", 404)):
            client = Client(headers={"accept-language": "zh"})
            client.force_login(city.account(name))
            page = client.get(f"/desk/scores/{row.pk}")
            assert page.status_code == status, name
            assert (Case.objects.get().number in page.content.decode()) is (status == 200)
        unit = Client(headers={"accept-language": "zh"})
        unit.force_login(city.account("frank"))
        point = row.points.get(rule="returned")
        assert unit.post(f"/desk/points/{point.pk}/objection", {"text": ""}).status_code == 422
        assert (
            unit.post(f"/desk/points/{point.pk}/objection", {"text": "退回的不是内容问题。"}).status_code
            == 303
        )


def test_a_score_moved_by_a_case_about_somebody_does_not_exist_for_them(city: Cast) -> None:
    """Dan approves at the court, and the case is about him."""
    lived(city, about_dan=True)
    case = Case.objects.get()
    assert case.accused == [city.officer(DAN).pk]
    assert list(queries.scores(city.actor("dan"))) == []
    assert queries.scores(city.actor("frank")).count() == 1
