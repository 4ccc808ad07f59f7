"""A citizen rates a window very dissatisfied and asks for somebody to look: a lead, followed to its end.

The window's unit and the officer learn what was wrong and that it was found true, never who said so.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.cast import DAN, MORNING
from tests.rated import begin_rating
from tests.story.living import Life, life

from huiyin.cases import queries
from huiyin.cases.models import Case
from huiyin.intake.actions import make_code
from huiyin.intake.models import Identity
from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.clock import FixedClock
from huiyin.organisations.models import Unit
from huiyin.ratings.models import SpotRating
from huiyin.ratings.spot.actions import close_days

__all__ = ["life"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(life: Life, settings: Any) -> str:
    """The code on Dan's desk."""
    settings.CLOCK = FixedClock(MORNING)
    begin_rating()
    unit = Unit.objects.get(code="xt-court-filing")
    return make_code(unit, "3 号窗口值班席", by=SYSTEM, now=MORNING, officer=DAN).token


def rates_and_asks(alice: Client, desk: str) -> str:
    """Two taps, what was wrong, and a report in which it stands already; its number."""
    alice.get(f"/c/{desk}")
    assert alice.post(f"/c/{desk}/rating", {"level": "1"}).status_code == 303
    on = alice.post(f"/c/{desk}/rating/faults", {"faults": ["rude"], "look": "1"}).headers["Location"]
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', alice.get(on).content.decode())
    typed = {
        "text": "态度不好，让我自己看墙上。",
        "problem_type": "B1",
        "identity_mode": "anonymous",
        "go": "send",
    }
    assert alice.post("/report", dict(hidden) | typed).status_code == 303
    found = re.search(r"<dd>(XT-[0-9-]+)</dd>", alice.get("/receipt").content.decode())
    assert found
    return found[1]


def test_a_low_rating_becomes_a_lead_and_nobody_learns_whose_it_was(life: Life, desk: str) -> None:
    number = rates_and_asks(Client(), desk)
    life.settle(MORNING)
    case = Case.objects.get(number=number)
    assert (case.channel, case.accused) == ("rating", [life.city.officer(DAN).pk])
    for verb, more, by in (
        ("assign", lambda _: (life.order(),), "carol"),
        ("accept", lambda _: (), "bob"),
        ("submit", lambda seen: (life.draft(seen),), "bob"),
        ("approve", lambda _: (), "frank"),
        ("answer", lambda _: ("反映属实，已批评教育。",), "carol"),
    ):
        case = life.act(verb, case, *more(case), by=by)
    assert case.state == "answered"
    for name in ("dan", "eve", "ben"):
        assert queries.case_for(life.city.actor(name), number) is None, name
    file = queries.case_for(life.city.actor("bob"), number)
    assert file is not None and not file.sees_report and "自己看墙上" not in file.text
    assert not Identity.objects.filter(report__number=number).exists()
    close_days(now=MORNING + timedelta(days=1))
    assert not SpotRating.objects.exists(), "what was rated is one more in a sum"
    assert not kept_of_devices()


def kept_of_devices() -> list[str]:
    """Columns of the chapter's tables that could still tell one rating from another, or when it came."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_name IN "
            "('ratings_tally', 'ratings_flood') AND (data_type LIKE 'timestamp%' OR column_name ~ 'mark|device|ip')"
        )
        return [".".join(row) for row in cursor.fetchall()]
