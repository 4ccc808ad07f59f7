"""A citizen rates the place whose code they scanned: two taps, no JavaScript, no trace."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import DAN, MORNING, Cast
from tests.rated import begin_rating

from huiyin.doors.citizen.tests.conftest import Phone
from huiyin.intake.actions import make_code
from huiyin.intake.models import NamedOfficer, Report
from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.clock import FixedClock
from huiyin.organisations.models import Unit
from huiyin.ratings.models import SpotRating

pytestmark = pytest.mark.django_db


@pytest.fixture
def rated(poster: str) -> str:
    begin_rating()
    return poster


def tap(phone: Phone, token: str, level: str) -> Any:
    return phone.client.post(f"/c/{token}/rating", {"level": level})


def test_two_taps_and_thanks(phone: Phone, rated: str) -> None:
    page = phone.client.get(f"/c/{rated}").content.decode()
    assert page.count('type="radio"') == 5 and f'action="/c/{rated}/rating"' in page
    sent = tap(phone, rated, "4")
    assert sent.status_code == 303
    thanks = phone.client.get(sent.headers["Location"]).content.decode()
    assert "满意" in thanks and 'name="faults"' not in thanks, "nobody content is asked what was wrong"
    assert SpotRating.objects.get().level == 4


def test_a_rating_asks_the_database_once(phone: Phone, rated: str) -> None:
    """Besides which edition of the policy holds, which a process otherwise keeps for a second."""
    tap(phone, rated, "4")
    with CaptureQueriesContext(connection) as seen:
        tap(phone, rated, "3")
    assert len(seen) == 2


def test_the_cookie_is_of_this_place_and_day_only(phone: Phone, rated: str, clock: FixedClock) -> None:
    cookie = tap(phone, rated, "4").cookies["rated"]
    assert cookie["path"] == f"/c/{rated}" and cookie["httponly"]
    assert cookie["max-age"] == (24 - 10) * 3600 - 42 * 60, "10:42 in Xingtai"


def test_nothing_chosen_is_said_and_asked_again(phone: Phone, rated: str) -> None:
    page = tap(phone, rated, "")
    assert page.status_code == 422 and 'class="wrong"' in page.content.decode()
    assert not SpotRating.objects.exists()


def test_changing_ones_mind_and_taking_it_back(phone: Phone, rated: str) -> None:
    tap(phone, rated, "1")
    tap(phone, rated, "5")
    assert SpotRating.objects.get().level == 5
    assert phone.client.post(f"/c/{rated}/rating/withdrawal").headers["Location"] == f"/c/{rated}"
    assert not SpotRating.objects.exists()
    assert phone.client.get(f"/c/{rated}/rating").headers["Location"] == f"/c/{rated}"


def test_another_device_is_another_rating(phone: Phone, rated: str) -> None:
    tap(phone, rated, "1")
    tap(Phone(Client()), rated, "1")
    assert SpotRating.objects.count() == 2


def test_what_was_wrong_and_a_report_that_begins_with_it(phone: Phone, rated: str) -> None:
    tap(phone, rated, "1")
    thanks = phone.client.get(f"/c/{rated}/rating").content.decode()
    assert re.findall(r'name="faults" value="(\w+)"', thanks) == ["rude", "slow", "favours"]
    on = phone.client.post(f"/c/{rated}/rating/faults", {"faults": ["slow", "made-up"], "look": "1"})
    assert on.headers["Location"] == f"/report?code={rated}&via=rating&fault=slow"
    form = phone.client.get(on.headers["Location"])
    assert ">办得太慢</textarea>" in form.content.decode().replace(">\n", ">")
    fields = phone.fields(form)
    sent = phone.client.post(
        "/report",
        fields | {"text": "办得太慢", "problem_type": "B4", "identity_mode": "anonymous", "go": "send"},
    )
    assert sent.status_code == 303
    report = Report.objects.get()
    assert (report.channel, report.place_id is not None, report.text) == ("rating", True, "办得太慢")
    assert SpotRating.objects.get().faults == "slow"


def test_what_is_said_at_an_officers_desk_is_about_the_officer(phone: Phone, rated: str, city: Cast) -> None:
    unit = Unit.objects.get(code="xt-court-filing")
    desk = make_code(unit, "3 号窗口值班席", by=SYSTEM, now=MORNING, officer=DAN).token
    typed = {"text": "态度不好", "problem_type": "B1", "identity_mode": "anonymous", "go": "send"}
    phone.client.post("/report", phone.fields(phone.client.get(f"/report?code={desk}")) | typed)
    assert NamedOfficer.objects.get().officer == city.officer(DAN)


def test_the_next_day_the_same_browser_rates_again(phone: Phone, rated: str, clock: FixedClock) -> None:
    tap(phone, rated, "2")
    clock.at = MORNING + timedelta(days=1)
    tap(phone, rated, "2")
    assert SpotRating.objects.count() == 2


def test_where_a_city_rates_nothing_there_is_nothing_to_rate(phone: Phone, poster: str) -> None:
    assert 'name="text"' in phone.client.get(f"/c/{poster}").content.decode()
    assert tap(phone, poster, "1").status_code == 404


def test_a_code_that_is_unknown_rates_nothing(phone: Phone, rated: str) -> None:
    assert tap(phone, "NOSUCHCODE", "1").status_code == 404
