"""Each morning, once, and only to who leads or supervises; and only where the city wants it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cast import MORNING, Cast

from huiyin.journey.reporting_daily import report_leads
from huiyin.messages.models import Notice
from huiyin.policy.models import City

pytestmark = pytest.mark.django_db


def test_the_day_before_is_reported_each_morning_once(city: Cast) -> None:
    report_leads(MORNING)
    assert not Notice.objects.exists(), "this city doesn't want it"
    City.objects.update(daily_leads=True, edition="another")
    report_leads(MORNING - timedelta(hours=4))
    assert not Notice.objects.exists(), "before eight nobody is told"
    for _ in range(2):
        report_leads(MORNING)
    told = Notice.objects.filter(template="daily_leads")
    names = {"henry", "grace", "dan"}
    assert {n.account_id for n in told} >= {city.account(name).pk for name in names}
    assert all(n.params == {"day": "2022-03-06"} and not n.case for n in told)
    assert not told.filter(account=city.account("carol")).exists()
    assert told.count() == told.values("account").distinct().count()
    report_leads(MORNING + timedelta(days=1))
    assert told.filter(account=city.account("henry")).count() == 2
