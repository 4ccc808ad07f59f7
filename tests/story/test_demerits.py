"""Points of an officer: posted after a period, objected to by them, concluded; they never learn in which matter."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client, override_settings
from tests.cast import DAN, Cast, blueprint, sent
from tests.lives import Life

from huiyin.assessment.demerits import actions, queries
from huiyin.assessment.models import Consequence, Demerit
from huiyin.cases.models import Case
from huiyin.journey.assessing import assess
from huiyin.journey.worker import run_until_idle
from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.clock import SHANGHAI, FixedClock
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.messages.models import Notice
from huiyin.policy.actions import load
from huiyin.policy.rules.demerits import DemeritRule, DemeritStep

pytestmark = pytest.mark.django_db(databases=["default", "witness"])
PHONE = "13800000000"
BEGUN = datetime(2022, 2, 21, 10, 0, tzinfo=SHANGHAI)
POSTED = datetime(2022, 3, 15, 8, 30, tzinfo=SHANGHAI)
COLD = DemeritRule(
    code="cold", name="态度冷硬", name_en="Cold", fact="outcome", points=2, basis="第六条", basis_en="Article 6"
)  # fmt: skip
HINT = DemeritStep(code="hint", name="提醒", name_en="Hint", at=1, basis="第十一条", basis_en="Article 11")
TALK = DemeritStep(
    code="talk",
    name="谈话提醒",
    name_en="Talk",
    at=2,
    covers=("hint",),
    basis="第十二条",
    basis_en="Article 12",
)


@pytest.fixture
def posted(city: Cast) -> Demerit:
    """A matter about Dan is found to be true and answered; then the cycle ends."""
    load(replace(blueprint(), demerit_rules=(COLD,), demerit_steps=(HINT, TALK)), by=SYSTEM, now=BEGUN)
    receipt = sent(now=BEGUN, identity_mode="contact", phone=PHONE)
    run_until_idle(BEGUN)
    life = Life(city, receipt.number, BEGUN)  # type: ignore[attr-defined]
    for step in ("assigned", "verifying", "submitted", "approved"):
        life.at += timedelta(hours=3)
        getattr(life, step)()
        run_until_idle(life.at)
    actions.post(BEGUN.date(), POSTED.date(), now=life.at)
    assert not Demerit.objects.exists(), "nothing counts before the answer"
    life.answered()
    run_until_idle(life.at)
    assess(POSTED)
    assess(POSTED + timedelta(hours=2))
    run_until_idle(POSTED)
    return Demerit.objects.get()


def test_points_follow_from_an_answered_finding_and_are_objected_to_once(city: Cast, posted: Demerit) -> None:
    dan, frank, henry = city.actor("dan"), city.actor("frank"), city.actor("henry")
    due, covered = Consequence.objects.get(state="due"), Consequence.objects.get(state="covered")
    assert covered.step == "hint", "two points at once: only the stricter step is due"
    assert (posted.officer.code, posted.points, due.step, due.state) == (DAN, 2, "talk", "due")
    assert Notice.objects.filter(template="demerit_posted", account=city.account("dan")).exists()
    for name in ("eve", "bob", "henry", "paul"):
        with pytest.raises(NotAllowed):
            actions.contest(posted.pk, "不同意。", by=city.actor(name), now=POSTED)
    actions.contest(posted.pk, "当时已书面告知，有签收单。", by=dan, now=POSTED)
    assert not Consequence.objects.exclude(state="fallen_away").exists(), (
        "what is objected to doesn't count yet"
    )
    with pytest.raises(NotAllowed):
        actions.uphold(posted.pk, "维持。", by=dan, now=POSTED)
    with pytest.raises(NotAllowed):
        actions.uphold(posted.pk, f"反映人 {PHONE} 说没有。", by=henry, now=POSTED)
    actions.uphold(posted.pk, "录像显示没有告知，维持。", by=henry, now=POSTED)
    due = Consequence.objects.get(state="due")
    with pytest.raises(NotAllowed):
        actions.carry_out(due.pk, "已谈话。", by=dan, now=POSTED)
    actions.carry_out(due.pk, "院长已谈话提醒。", by=frank, now=POSTED)
    with pytest.raises(NotAllowed):
        actions.carry_out(due.pk, "再谈一次。", by=frank, now=POSTED)


def test_who_it_is_about_reads_rule_and_points_but_no_matter_and_nobody_else_reads_anything(
    city: Cast, posted: Demerit
) -> None:
    case = Case.objects.get()
    found = {}
    with override_settings(CLOCK=FixedClock(POSTED)):
        for name in ("dan", "frank", "henry", "eve", "paul"):
            client = Client(headers={"accept-language": "zh"})
            client.force_login(city.account(name))
            page = client.get(f"/desk/demerits/{DAN}")
            text = page.content.decode()
            found[name] = (page.status_code, "第六条" in text, case.number in text)
            assert (
                city.officer(DAN).name in client.get("/desk/demerits").content.decode()
                or page.status_code == 404
            )
        dan = Client(headers={"accept-language": "zh"})
        dan.force_login(city.account("dan"))
        wrong = dan.post(f"/desk/demerits/points/{posted.pk}/objection", {"text": ""})
        assert wrong.status_code == 422
        done = dan.post(f"/desk/demerits/points/{posted.pk}/objection", {"text": "当时已书面告知。"})
        assert done.status_code == 303
    assert found == {
        "dan": (200, True, False), "frank": (200, True, False), "henry": (200, True, True),
        "eve": (404, False, False), "paul": (404, False, False),
    }  # fmt: skip
    assert queries.verbs_on(city.actor("dan"), Demerit.objects.get(), POSTED) == ()
