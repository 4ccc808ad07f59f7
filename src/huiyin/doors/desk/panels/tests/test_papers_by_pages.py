"""Papers through the desk: printed, entered again where two differ, nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.cast import MORNING, Cast

from huiyin.kernel.clock import FixedClock
from huiyin.panels.models import Round
from huiyin.panels.papers import entered
from huiyin.panels.tests.rounds import fill_pool, on_paper

pytestmark = pytest.mark.django_db


def test_who_reads_otherwise_is_shown_the_line_and_not_the_other_reading(city: Cast, settings: Any) -> None:
    settings.CLOCK = FixedClock(MORNING)
    pk, papers = on_paper(fill_pool(city))
    here, carol = f"/desk/appraisals/{pk}/papers", Client(headers={"accept-language": "zh-hans"})
    carol.force_login(city.account("carol"))
    assert carol.get(f"{here}.pdf").content.startswith(b"%PDF")
    shown = carol.post(here, {"code": papers[0].lower()}).content.decode()
    first, second = (str(one) for one in Round.objects.get(pk=pk).objects_judged.values_list("pk", flat=True))
    assert shown.count("录得不一样") == 1 and 'value="22"' in shown and 'value="11"' not in shown
    said = {"enter": "1", "code": papers[0], f"o{first}": "11", f"o{second}": "3", "opinions": "9 快"}
    wrong = carol.post(here, said)
    again = wrong.content.decode()
    assert wrong.status_code == 422 and 'value="3"' in again and "9 快" in again and "2 个数字" in again
    right = said | {f"o{second}": "34", "opinions": "1 快"}
    assert carol.post(here, right).status_code == 303
    assert [paper.alike is not None for paper in entered(Round.objects.get(pk=pk))].count(True) == 1
    bob = Client()
    bob.force_login(city.account("bob"))
    assert {bob.get(here).status_code, bob.get(f"{here}.pdf").status_code} <= {403, 404}
