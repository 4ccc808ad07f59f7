"""A campaign is registered by who supervises, counted before, during and after, and summed up once it is over."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client, override_settings
from tests.cast import Cast, sent

from huiyin.journey.worker import run_until_idle
from huiyin.kernel.clock import SHANGHAI, FixedClock
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations.models import Unit
from huiyin.reporting.campaigns import actions, queries
from huiyin.reporting.campaigns.actions import Plan
from huiyin.reporting.models import Campaign

pytestmark = pytest.mark.django_db(databases=["default", "witness"])
FIRST, LAST = date(2022, 2, 24), date(2022, 3, 1)
NOW = datetime(2022, 3, 4, 10, 0, tzinfo=SHANGHAI)


def test_from_the_register_to_the_figures_and_the_result(city: Cast) -> None:
    for days, kind in ((-2, "B2"), (0, "B2"), (1, "B4"), (2, "B2"), (7, "B2")):
        sent(now=datetime(2022, 2, 24, 10, 0, tzinfo=SHANGHAI) + timedelta(days=days), problem_type=kind)
    run_until_idle(NOW)
    committee, grace = Unit.objects.get(code="xt-committee").pk, city.actor("grace")
    plan = Plan("窗口作风月", "一次说清，不让群众跑第二趟。", ["B2"], FIRST, LAST)
    with pytest.raises(NotAllowed):
        actions.register(committee, plan, by=city.actor("henry"), now=NOW)
    with override_settings(CLOCK=FixedClock(NOW)):
        client = Client(headers={"accept-language": "zh"})
        client.force_login(city.account("grace"))
        typed = {"name": plan.name, "purpose": plan.purpose, "types": ["B2"], "first": "2022-03-01"}
        empty = client.get("/oversight/campaigns/new").content.decode()
        assert 'class="kind" open' not in empty and "全部" in empty
        wrong = client.post("/oversight/campaigns/new", typed | {"last": "2022-02-24"})
        page = wrong.content.decode()
        assert wrong.status_code == 422 and plan.purpose in page
        assert page.count('class="kind" open') == 1 and "已选 1 项" in page, "what was ticked is in sight"
        typed["types"] = ["B2", "C1", "C"]
        done = client.post("/oversight/campaigns/new", typed | {"first": "2022-02-24", "last": "2022-03-01"})
        row = Campaign.objects.get()
        assert row.types == ["B2", "C"], "all of a kind holds what is ticked in it"
        assert done.status_code == 303 and done["location"] == f"/oversight/campaigns/{row.pk}"
        spans = queries.counted(city.actor("henry"), row, NOW.date(), now=NOW)
        assert {name: span.received for name, span in spans.items() if span} == {
            "before": 1, "during": 2, "after": 1,
        }  # fmt: skip
        assert [span.whole for span in spans.values() if span] == [True, True, False]
        assert (
            "measure=received&amp;first=2022-02-24&amp;last=2022-03-01"
            in client.get(f"/oversight/campaigns/{row.pk}").content.decode()
        )
        client.post(f"/oversight/campaigns/{row.pk}/result", {"text": "投诉下降，清单上墙。"})
        assert "投诉下降" in client.get(f"/oversight/campaigns/{row.pk}").content.decode()
        assert client.get(f"/oversight/campaigns/{row.pk}/result").status_code == 404
    with pytest.raises(NotAllowed):
        actions.sum_up(row.pk, "再写一次。", by=grace, now=NOW)
    assert not queries.campaigns(city.actor("eve")).exists()
