"""The reporter is phoned after the answer: by a script, with a result, again on the day they asked for (S0-25)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.story.living import Life

from huiyin.cases.queries import visible
from huiyin.doors.desk.queries import work
from huiyin.intake.models import Report
from huiyin.kernel.clock import SHANGHAI, FixedClock
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ratings.actions import revisit
from huiyin.ratings.queries import calls, tally
from huiyin.reporting.queries import behind, called
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.measures import Share, Slice

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_who_asks_to_be_called_again_is_back_on_the_desk_on_that_day(life: Life) -> None:
    case, ivy = (
        life.brought_to("answered", identity_mode="contact", phone="13900000000"),
        life.city.actor("ivy"),
    )
    today = life.now.astimezone(SHANGHAI).date()

    def on_the_desk(days: int) -> bool:
        when = life.now + days * DAY
        listed = case in work.waiting(ivy, now=when)
        assert (work.counts(ivy, [], now=when)["mine"] == 1) == listed, "the figure beside it says the same"
        return listed

    assert on_the_desk(0)
    for wrong in (None, today, today + 40 * DAY):
        with pytest.raises(NotAllowed):
            revisit(case.number, "again", None, "在开会", again_on=wrong, by=ivy, now=life.now)
    revisit(case.number, "again", None, "在开会", again_on=today + 2 * DAY, by=ivy, now=life.now)
    assert [on_the_desk(n) for n in (0, 1, 2, 3)] == [False, False, True, True]
    revisit(case.number, "reached", 4, "说清楚了", by=ivy, now=life.now + DAY)
    assert on_the_desk(1), "called earlier than agreed: it waits to be closed"
    found = tally(calls(Report.objects.filter(case__in=visible(ivy)), life.now - DAY, life.now + 3 * DAY))
    assert (found["again"], found["reached"], found["satisfied"], found["refused"]) == (1, 1, 1, 0)
    whole = Period(today, today + 9 * DAY)
    assert called(life.city.actor("grace"), whole, now=life.now) == Share(1, 1)
    revisit(case.number, "reached", 1, "又想了想，不满意", by=ivy, now=life.now + 2 * DAY)
    assert called(life.city.actor("grace"), whole, now=life.now) == Share(0, 1), (
        "the last word counts, and one reporter once"
    )
    asked = Slice("called", whole)
    assert list(behind(life.city.actor("grace"), asked, now=life.now)) == [case]
    assert called(life.city.actor("dan"), whole, now=life.now) == Share(0, 0), "it is about him"


def test_the_page_shows_the_city_s_script_and_keeps_what_was_typed(
    life: Life, settings: pytest.FixtureRequest
) -> None:
    case = life.brought_to("answered", identity_mode="contact", phone="13900000000")
    settings.CLOCK = FixedClock(life.now)
    page = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    page.force_login(life.city.account("ivy"))
    address = f"/desk/cases/{case.number}/revisit"
    shown = page.get(address).text
    assert "您好，这里是中共邢台市委政法委员会" in shown or "您好，这里是邢台市委政法委" in shown
    assert "3月9日" in shown.replace(" ", ""), "the days to choose from, in the reader's language"
    kept = page.post(address, {"result": "again", "again_on": "", "note": "下周再说"})
    assert kept.status_code == 422 and "下周再说" in kept.text
    assert page.post(address, {"result": "again", "again_on": "2022-03-09", "note": ""}).status_code == 303
    assert "改天再打" in page.get(address).text
    assert case.number in page.get("/desk/revisits?result=again").text
    assert case.number not in page.get("/desk/revisits?result=reached").text
    assert case.number not in page.get("/desk/revisits?month=2022-02").text
    page.force_login(life.city.account("dan"))
    assert case.number not in page.get("/desk/revisits").text, "it is about him"
