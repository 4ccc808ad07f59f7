"""Reports that share rare words are found; what is out of the period or of another house isn't."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.cast import MORNING

from huiyin.intake.models import Report
from huiyin.triage.index.models import Frequency
from huiyin.triage.index.queries import near, rarest
from huiyin.triage.index.rules.keys import codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def reports(send: Callable[..., Any], settle: Callable[..., None]) -> list[int]:
    texts = [
        "幸福小区三号楼电梯坏了半个月没人修。",
        "三号楼電梯又坏了，幸福小区物业不管。",
        "窗口让我来回跑。",
        "幸福小区门口占道经营。",
    ]
    numbers = [send(text=text, now=MORNING - timedelta(days=7 * i)).number for i, text in enumerate(texts)]
    settle(MORNING)
    ids = dict(Report.objects.values_list("number", "pk"))
    return [ids[number] for number in numbers]


def found(text: str, **asked: Any) -> list[int]:
    period = {"since": MORNING - timedelta(days=365), "until": MORNING}
    return [one.report for one in near(text, **(period | asked))]


def test_who_shares_most_rare_words_comes_first(reports: list[int]) -> None:
    assert found("电梯坏了，幸福小区三号楼")[:2] in ([reports[0], reports[1]], [reports[1], reports[0]])
    assert found("龘龘") == []


def test_only_the_period_and_the_house_that_were_asked(reports: list[int]) -> None:
    assert found("幸福小区电梯", since=MORNING - timedelta(days=3)) == [reports[0]]
    assert found("幸福小区电梯", until=MORNING - timedelta(days=10)) == [reports[3]]
    assert found("幸福小区电梯", organ=0) == []
    assert len(found("幸福小区", most=2)) == 2


def test_common_words_are_left_out_where_rare_ones_are_enough(reports: list[int]) -> None:
    common, rare = codes(["幸福"], "sent")[0], codes(["电梯"], "sent")[0]
    Frequency.objects.update_or_create(token=common, defaults={"reports": 10_000})
    chosen = dict(rarest("幸福电梯"))
    assert rare in chosen and common not in chosen
