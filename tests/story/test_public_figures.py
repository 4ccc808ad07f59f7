"""Figures are published two months after a period, once, and never changed; too few reports wait for the next."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.story.living import Life

from huiyin.cases.models import Case
from huiyin.reporting.models import PublicFigures
from huiyin.reporting.public.actions import SETTLED, publish_due
from huiyin.reporting.public.rules.safe import LEAST

pytestmark = pytest.mark.django_db
A_CYCLE = timedelta(days=32)


def test_too_few_wait_and_what_is_published_never_changes(life: Life) -> None:
    for n in range(LEAST - 1):
        life.opened(key=f"public {n}")
    later = life.now + SETTLED + 2 * A_CYCLE
    assert publish_due(later) == []
    life.now += A_CYCLE
    life.opened(key="one more")
    assert publish_due(life.now) == [], "not settled yet"
    (row,) = publish_due(later + 2 * A_CYCLE)
    assert row.received == LEAST == Case.objects.count()
    assert row.tables == {}, "all alike: the total says it all"
    assert publish_due(later + 2 * A_CYCLE) == [] and PublicFigures.objects.count() == 1
    page = Client(headers={"accept-language": "zh"}).get("/figures").content.decode()
    assert f"共收到{LEAST}件" in page
