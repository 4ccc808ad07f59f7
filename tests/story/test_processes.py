"""Looking into it, dealing with it, reporting back, answering: four processes, each with its own limit (S3-13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client, override_settings
from tests.story.living import Life

from huiyin.cases import actions, queries
from huiyin.cases.actions import Incomplete
from huiyin.cases.models import Case, Deadline
from huiyin.cases.times.queries import processes_of
from huiyin.kernel.clock import SHANGHAI, FixedClock
from huiyin.kernel.lifecycle import NotAllowed

pytestmark = pytest.mark.django_db


def states(case: Case, life: Life) -> str:
    return " ".join(one.state for one in processes_of(case, life.now))


def test_each_process_has_its_own_clock(life: Life) -> None:
    case = life.brought_to("verifying")
    whole = life.draft(case)
    with pytest.raises(Incomplete) as lacking:
        actions.establish(case.number, replace(whole, method=""), by=life.city.actor("bob"), now=life.now)
    assert set(lacking.value.fields) == {"method"}
    assert case.verifications.get().verifiers, "what was written is kept"
    life.now += timedelta(days=3)
    case = life.act("establish", case, replace(whole, matter="", proposal="", outcomes=()), by="bob")
    # by hand: Thu 10 March + 3 working days
    assert (case.state, case.due_kind) == ("verifying", "handling")
    assert case.due_at and case.due_at.astimezone(SHANGHAI).date() == date(2022, 3, 15)
    assert states(case, life) == "done here todo todo"
    for verb, more in (("establish", whole), ("object_to", "不归我们管")):
        with pytest.raises(NotAllowed) as no:
            getattr(actions, verb)(case.number, more, by=life.city.actor("bob"), now=life.now)
        assert no.value.refused.reason == "established_already"
    life.now = case.due_at + timedelta(hours=1)
    life.settle(life.now)
    case.refresh_from_db()
    assert case.overdue and states(case, life) == "done late todo todo"
    assert Deadline.objects.get(case=case, kind="verification").missed is False, "the first was in time"
    case = life.act("submit", case, whole, by="bob")
    assert states(case, life) == "done was_late here todo"
    case = life.act("return_for_rework", case, "补一份当班表", by="frank")
    assert states(case, life) == "here todo todo todo"
    stored, fold = queries.replayed(case.number)
    assert stored == fold


def test_the_file_and_the_list_name_the_process_that_runs(life: Life, client: Client) -> None:
    case = life.brought_to("verifying")
    client.force_login(life.city.account("bob"))
    with override_settings(CLOCK=FixedClock(life.now), LANGUAGE_CODE="zh-hans"):
        page = client.get(f"/desk/cases/{case.number}", headers={"accept-language": "zh"}).content.decode()
        assert page.index("调查") < page.index("处置") < page.index("反馈")
        assert "调查 · " in client.get("/desk/", headers={"accept-language": "zh"}).content.decode()
        form = client.get(f"/desk/cases/{case.number}/verification").content.decode()
        assert 'name="establish"' in form
        sent = {"seen": case.version, "establish": "1", "method": "调取录像"}
        answer = client.post(f"/desk/cases/{case.number}/verification", sent)
        assert answer.status_code == 422 and "调取录像" in answer.content.decode()
        for one in case.allegations.all():
            sent |= {f"conclusion_{one.pk}": "partly", f"facts_{one.pk}": "录像可见"}
        assert client.post(f"/desk/cases/{case.number}/verification", sent).status_code == 303
        form = client.get(f"/desk/cases/{case.number}/verification").content.decode()
        assert 'name="establish"' not in form
        client.force_login(life.city.account("eve"))
        assert client.post(f"/desk/cases/{case.number}/verification", sent).status_code == 404
