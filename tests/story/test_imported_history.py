"""What becomes of imported reports: history is filed and promised nothing, the rest waits; nobody is messaged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from tests.cast import MORNING, Cast

from huiyin.cases import actions as cases
from huiyin.cases.models import Case
from huiyin.cases.queries import replayed, visible
from huiyin.intake.imports.tests.conftest import Bring, bring, media
from huiyin.intake.imports.tests.tables import as_csv, row
from huiyin.kernel.clock import SHANGHAI
from huiyin.messages.models import Delivery
from huiyin.reporting import queries as measures
from huiyin.reporting.rules.cycles import Period

__all__ = ["bring", "media"]

pytestmark = pytest.mark.django_db

Settle = Callable[[datetime], None]
UNANSWERED = {"答复内容": "", "答复时间": ""}


def test_what_was_answered_is_history_without_deadlines(bring: Bring, settle: Settle, city: Cast) -> None:
    bring(as_csv([row(1, 姓名="张测试", 联系电话="13900000000")]))
    settle(MORNING)
    case = Case.objects.get()
    answered = datetime(2021, 3, 7, 10, tzinfo=SHANGHAI)
    assert (case.state, case.answered_at, case.closed_at) == ("closed", answered, answered)
    assert (case.reply.text, case.reply.at) == ("已经责成立案庭整改。", answered)
    assert not case.deadlines.exists() and case.due_at is None
    stored, fold = replayed(case.number)
    assert stored == fold
    assert visible(city.actor("carol")).filter(pk=case.pk).exists()


def test_no_measure_of_promises_counts_history(bring: Bring, settle: Settle, city: Cast) -> None:
    bring(as_csv([row(n) for n in range(3)]))
    settle(MORNING)
    carol = city.actor("carol")
    for year in (2021, 2022):
        assert measures.closing(carol, Period(date(year, 1, 1), date(year, 12, 31)), now=MORNING).whole == 0
    assert not measures.late(carol, now=MORNING).exists()


def test_what_waits_for_an_answer_is_promised_one_from_today(bring: Bring, settle: Settle) -> None:
    bring(as_csv([row(1, **UNANSWERED)]))
    settle(MORNING)
    case = Case.objects.get()
    assert case.state == "received"
    assert case.promised_at > MORNING
    for deadline in case.deadlines.all():
        assert deadline.started_at == MORNING
        assert deadline.due_at > MORNING
    stored, fold = replayed(case.number)
    assert stored == fold


def test_nobody_is_messaged(bring: Bring, settle: Settle, city: Cast) -> None:
    sent = [row(1, 姓名="张测试", 联系电话="13900000000"), row(2, 联系电话="13900000000", **UNANSWERED)]
    bring(as_csv(sent))
    settle(MORNING)
    waiting = Case.objects.get(state="received")
    cases.decline(waiting.number, "这件事由信访部门负责，请找信访局。", by=city.actor("carol"), now=MORNING)
    settle(MORNING)
    assert not Delivery.objects.exists()
