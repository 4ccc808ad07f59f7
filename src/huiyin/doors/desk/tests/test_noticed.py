"""What was noticed on arrival: told to whoever reads the report, but never a file that doesn't exist for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from tests.cast import DAN, MORNING, Cast

from huiyin.cases import actions as cases
from huiyin.cases.models import Case
from huiyin.kernel.actor import SYSTEM
from huiyin.organisations.actions import declare_relation

pytestmark = pytest.mark.django_db

TEXT = "三月七日上午我去立案窗口交材料，工作人员让我回去补一份证明，补好以后又说要另一份，来回三次。"


@pytest.mark.parametrize("close", [False, True])
def test_what_a_report_repeats_is_named_only_to_those_for_whom_it_exists(
    city: Cast, opened: Callable[..., Case], at_desk: Callable[[str], Client], close: bool
) -> None:
    first = opened(text=TEXT)
    again = opened(text=TEXT + "还是没有结果。", now=MORNING + timedelta(minutes=1))
    cases.return_from_team(
        again.number, "按初审流程办理", by=city.actor("grace"), now=MORNING + timedelta(minutes=2)
    )
    cases.pin(first.number, [city.officer(DAN).pk], by=SYSTEM, now=MORNING + timedelta(minutes=3))
    if close:
        carol = city.account("carol").officer
        declare_relation(carol, city.officer(DAN), "spouse", by=SYSTEM, now=MORNING)
    page = at_desk("carol").get(f"/desk/cases/{again.number}").content.decode()
    assert "% the same words" in page
    assert (first.number in page) is not close
