"""Figures are published two months after a period, once, and never changed; too few reports wait for the next."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.story.living import Life

from huiyin.cases.models import Case
from huiyin.journey.papers import draft_papers
from huiyin.reporting.models import PublicFigures
from huiyin.reporting.public.actions import SETTLED, publish_due
from huiyin.reporting.public.rules.safe import LEAST

pytestmark = pytest.mark.django_db
A_CYCLE = timedelta(days=32)


def test_too_few_wait_and_what_the_worker_publishes_never_changes(life: Life) -> None:
    for n in range(LEAST - 1):
        life.send(key=f"court {n}", now=life.now)
    life.settle(life.now)
    later = life.now + SETTLED + 2 * A_CYCLE
    assert publish_due(later) == []
    life.now += A_CYCLE
    life.send(key="one more", now=life.now)
    for n in range(LEAST):
        life.send(key=f"police {n}", now=life.now, unit_code="xt-police-politics", problem_type="B4")
    life.settle(life.now)
    assert publish_due(life.now) == [], "not settled yet"
    draft_papers(later + 2 * A_CYCLE)
    row = PublicFigures.objects.get()
    assert row.received == 2 * LEAST == Case.objects.count()
    assert row.tables == {"system": {"court": LEAST, "police": LEAST}}, "of the rest the total says it all"
    assert publish_due(later + 2 * A_CYCLE) == [] and PublicFigures.objects.count() == 1
    page = Client(headers={"accept-language": "zh"}).get("/figures").content.decode()
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert f"共收到 {2 * LEAST} 件" in told
    assert f"法院 {LEAST} 50 公安 {LEAST} 50" in told
