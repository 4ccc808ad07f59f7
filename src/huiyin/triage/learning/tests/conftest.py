"""Reports with lessons on the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.cast import MORNING

from huiyin.intake.models import Report
from huiyin.triage.learning.actions import learn
from huiyin.triage.learning.tests.lessons import texts

Teach = Callable[..., list[Report]]


@pytest.fixture
def teach(send: Callable[..., object]) -> Teach:
    """Sends invented reports and lets somebody have decided what each is about."""

    def teaching(many: int, *, wrong: int = 0, seed: int = 1, now: datetime = MORNING) -> list[Report]:
        known = set(Report.objects.values_list("pk", flat=True))
        for text in (written := texts(many, seed, wrong))[0]:
            send(text=text, now=now)
        reports = list(Report.objects.exclude(pk__in=known).order_by("pk"))
        for report, label in zip(reports, written[1], strict=True):
            learn(report, target="problem_type", label=label, source="assigned", now=now)
        return reports

    return teaching
