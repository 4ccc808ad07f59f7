"""An example is drawn from a closed file so that nobody finds who reported, chosen by somebody else, read by all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.story.living import Life

from huiyin.assessment.exemplars.actions import Told, choose, nominate, take_down
from huiyin.assessment.exemplars.queries import on_show, readable
from huiyin.assessment.models import Exemplar
from huiyin.cases.models import Finding
from huiyin.journey.worker import run_until_idle
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations.models import Unit

pytestmark = pytest.mark.django_db
GOOD = Told(True, "service", "一次说清", "办事材料写成一页纸，窗口逐项说明。", "一页纸管用。")
BAD = Told(False, "conduct", "推来推去", "工作人员不作说明，群众来回跑。")


def test_one_of_a_closed_file_names_neither_unit_nor_words_and_waits_for_another(life: Life) -> None:
    case = life.brought_to("closed")
    carol, henry, at = life.city.actor("carol"), life.city.actor("henry"), life.now
    quoted = Told(True, "service", "一次说清", f"群众说：{case.report.text}")
    with pytest.raises(NotAllowed) as refused:
        nominate(quoted, number=case.number, by=carol, now=at)
    assert refused.value.refused.detail == {"field": "text"}
    row = nominate(GOOD, number=case.number, by=carol, now=at)
    assert row.told_as is None, "a single matter in the whole city: any unit's name would tell which"
    run_until_idle(at)
    assert life.told("exemplar_nominated") == life.names("henry")
    assert not on_show().exists() and row in readable(henry)
    assert not [name for name in ("dan", "bob", "frank") if row in readable(life.city.actor(name))]
    for who in ("carol", "grace"):
        with pytest.raises(NotAllowed):
            choose(row.pk, by=life.city.actor(who), now=at)
    choose(row.pk, by=henry, now=at)
    page = Client(headers={"accept-language": "zh"}).get("/exemplars").content.decode()
    assert GOOD.text in page and case.number not in page and case.reported.name not in page
    take_down(row.pk, "情况有变，不宜再作典型", by=henry, now=at)
    assert not on_show().exists()
    waiting = nominate(GOOD, number=case.number, by=carol, now=at - timedelta(days=1))
    assert readable(henry).first() == waiting, "what waits for a decision comes first, however old"


def test_a_bad_one_needs_something_proven_and_never_stands_before_everybody(life: Life) -> None:
    case = life.brought_to("closed")
    carol, henry = life.city.actor("carol"), life.city.actor("henry")
    found = Finding.objects.filter(verification__case=case)
    as_found = list(found.values_list("pk", "conclusion"))
    found.update(conclusion="unsubstantiated")
    with pytest.raises(NotAllowed):
        nominate(BAD, number=case.number, by=carol, now=life.now)
    for pk, conclusion in as_found:
        found.filter(pk=pk).update(conclusion=conclusion)
    row = nominate(BAD, number=case.number, by=carol, now=life.now)
    choose(row.pk, by=henry, now=life.now)
    assert not on_show().exists()
    assert row in readable(life.city.actor("bob")), "those who work here learn from it"


def test_a_house_puts_its_own_good_work_forward_and_no_other(life: Life) -> None:
    frank = life.city.actor("frank")
    court, police = (Unit.objects.get(code=code).pk for code in ("xt-court", "xt-police"))
    row = nominate(GOOD, unit=court, source="窗口回访满意率", by=frank, now=life.now)
    assert row.told_as_id == court
    for wrong in ({"unit": police}, {"unit": 0}):
        with pytest.raises(NotAllowed):
            nominate(GOOD, source="听说的好做法", by=frank, now=life.now, **wrong)
    with pytest.raises(NotAllowed):
        nominate(BAD, unit=court, source="窗口回访满意率", by=frank, now=life.now)
    assert Exemplar.objects.count() == 1
