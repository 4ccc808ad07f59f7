"""Whoever adds to a subject's chain of events waits for whoever is adding to it now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, connections, transaction
from tests.cast import MORNING, Cast, populate
from tests.story.living import Life

from huiyin.cases import actions
from huiyin.intake.actions import make_code, receive, retire_code, supplement
from huiyin.intake.rules.submission import Submission
from huiyin.journey.worker import run_until_idle
from huiyin.kernel.actor import SYSTEM
from huiyin.organisations.models import Unit
from huiyin.ratings.actions import rate, revisit

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "witness"])


def waits(table: str, key: int, act: Callable[[], object]) -> bool:
    """Whether `act` waits while somebody else holds the row."""
    with transaction.atomic(using="witness"):
        with connections["witness"].cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR NO KEY UPDATE", [key])
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '300ms'")
                act()
        except OperationalError:
            return True
    return False


def _send(**fields: object) -> object:
    plain = {"unit": Unit.objects.get(code="xt-court-filing").pk, "problem_type": "B2", "key": "k",
             "text": "窗口的项望舒让我自己看墙上。", "identity_mode": "anonymous"}  # fmt: skip
    now = fields.pop("now", MORNING)
    return receive(Submission(**(plain | fields)), now=now)  # type: ignore[arg-type]


def test_whoever_adds_an_event_waits_for_the_row_it_is_about() -> None:
    city: Cast = populate()
    life = Life(city, _send, run_until_idle)
    case = life.brought_to("answered")
    ivy, later = city.actor("ivy"), life.now + timedelta(hours=1)
    report = case.report
    assert waits(
        "intake_report", report.pk, lambda: revisit(case.number, "refused", None, "", by=ivy, now=later)
    )
    assert waits("cases_case", case.pk, lambda: revisit(case.number, "refused", None, "", by=ivy, now=later))
    assert waits("intake_report", report.pk, lambda: rate(report, 5, "", now=later))
    assert waits("intake_report", report.pk, lambda: supplement(report, "还有", now=later))
    assert waits("cases_case", case.pk, lambda: actions.close(case.number, by=ivy, now=later))
    whole = case.deadlines.get(kind="revisit")
    assert waits("cases_case", case.pk, lambda: actions.warn(whole.pk, now=case.promised_at))
    code = make_code(Unit.objects.get(code="xt-court-filing"), "窗口", by=SYSTEM, now=MORNING)
    assert waits("intake_place", code.place_id, lambda: retire_code(code, by=SYSTEM, now=MORNING))
    assert not waits("intake_place", code.place_id, lambda: rate(report, 5, "", now=later)), (
        "and for nothing else"
    )
