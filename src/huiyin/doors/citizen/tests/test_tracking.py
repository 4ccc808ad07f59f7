"""Number and query code open a report's page, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from tests.cast import MORNING, Cast

from huiyin.cases import actions as cases
from huiyin.cases.models import Case
from huiyin.doors.citizen.tests.conftest import TEXT, Phone
from huiyin.intake.models import Report, Supplement
from huiyin.kernel.clock import FixedClock
from huiyin.ratings.models import Rating

pytestmark = pytest.mark.django_db
Settle = Callable[[datetime], None]


@pytest.fixture
def kept(phone: Phone, poster: str) -> tuple[str, str]:
    phone.send(poster)
    return phone.receipt()


def declined(city: Cast, settle: Settle, clock: FixedClock) -> Case:
    """The shortest way to an answer."""
    settle(MORNING)
    number = Report.objects.get().number
    clock.at += timedelta(hours=2)
    return cases.decline(number, "这件事由信访局办理，电话 12345。", by=city.actor("carol"), now=clock.at)


def test_the_code_opens_the_page_and_is_never_in_an_address(phone: Phone, kept: tuple[str, str]) -> None:
    opened = phone.open(*kept)
    assert (opened.status_code, opened.headers["Location"]) == (303, "/track")
    page = phone.client.get("/track")
    assert page.context["seen"].report.number == kept[0]
    assert kept[1] not in page.content.decode() and page.headers["Cache-Control"] == "no-store"
    assert phone.client.get(f"/track?number={kept[0]}&query_code={kept[1]}").status_code == 200
    assert (
        "track_ask" in Phone().client.get(f"/track?number={kept[0]}&query_code={kept[1]}").templates[0].name
    )


@pytest.mark.parametrize("typed", ["{} ", "　{}", "{}。"])
def test_spaces_and_case_dont_matter(phone: Phone, kept: tuple[str, str], typed: str) -> None:
    number, code = kept
    full_width = code.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert phone.open(number.lower(), typed.format(full_width)).status_code == 303


def test_wrong_number_and_wrong_code_are_told_alike(phone: Phone, kept: tuple[str, str]) -> None:
    number, code = kept
    answers = [
        phone.open("XT-2022-999999", code),
        phone.open(number, "0000 0000 0000 0000"),
        phone.open("nonsense", "1"),
    ]
    assert [a.status_code for a in answers] == [422, 422, 422]
    assert len({str(a.context["form"].non_field_errors()) for a in answers}) == 1


def test_ten_wrong_codes_slow_down_and_the_right_one_has_to_wait_too(
    phone: Phone, kept: tuple[str, str], clock: FixedClock
) -> None:
    for _ in range(10):
        assert phone.open(kept[0], "1111222233334444").status_code == 422
    slowed = phone.open(*kept)
    assert slowed.status_code == 429 and 0 < int(slowed.headers["Retry-After"]) <= 600
    assert phone.client.get("/track").templates[0].name.endswith("track_ask.html")
    clock.at += timedelta(seconds=int(slowed.headers["Retry-After"]))
    assert phone.open(*kept).status_code == 303


def test_right_codes_dont_count_as_wrong_ones(phone: Phone, kept: tuple[str, str]) -> None:
    assert {phone.open(*kept).status_code for _ in range(12)} == {303}


def test_the_page_closes_by_itself_and_by_hand(
    phone: Phone, kept: tuple[str, str], clock: FixedClock
) -> None:
    phone.open(*kept)
    phone.client.post("/track/end")
    assert "track_ask" in phone.client.get("/track").templates[0].name
    phone.open(*kept)
    clock.at += timedelta(minutes=31)
    assert "track_ask" in phone.client.get("/track").templates[0].name


def test_a_code_has_run_out_three_years_after_closing(
    phone: Phone, kept: tuple[str, str], city: Cast, settle: Settle, clock: FixedClock
) -> None:
    case = declined(city, settle, clock)
    assert phone.open(*kept).status_code == 303
    Case.objects.filter(pk=case.pk).update(closed_at=clock.at)
    clock.at += timedelta(days=3 * 365)
    assert phone.open(*kept).status_code == 303
    clock.at += timedelta(days=1)
    assert phone.open(*kept).status_code == 410
    assert phone.open(kept[0], "1111222233334444").status_code == 422


def test_the_line_shows_units_and_days_but_never_a_handler(
    phone: Phone, kept: tuple[str, str], city: Cast, settle: Settle, clock: FixedClock
) -> None:
    settle(MORNING)
    case = Case.objects.get()
    unit = city.actor("bob").mandates[0].unit
    Case.objects.filter(pk=case.pk).update(
        state="verifying", unit=unit, handlers=[city.account("bob").pk], approver=city.account("frank").pk
    )
    phone.open(*kept)
    page = phone.client.get("/track").content.decode()
    assert "法院" in page and "正在核查" in page
    for name in ("bob", "frank", "carol"):
        assert city.account(name).name not in page


def test_an_answer_is_read_and_rated_once(
    phone: Phone, kept: tuple[str, str], city: Cast, settle: Settle, clock: FixedClock
) -> None:
    phone.open(*kept)
    assert phone.client.get("/track").context["rating_form"] is None
    declined(city, settle, clock)
    phone.open(*kept)
    page = phone.client.get("/track")
    assert "12345" in page.content.decode() and page.context["rating_form"]
    nothing = phone.client.post("/track/rating", {"words": "好"})
    assert nothing.status_code == 422 and "好" in nothing.content.decode()
    too_long = phone.client.post("/track/rating", {"level": "2", "words": "长" * 1001})
    assert too_long.status_code == 422 and not Rating.objects.exists()
    assert phone.client.post("/track/rating", {"level": "2", "words": "没说清楚"}).status_code == 303
    assert phone.client.post("/track/rating", {"level": "5"}).status_code == 303
    assert (Rating.objects.get().level, Rating.objects.get().words) == (2, "没说清楚")
    assert phone.client.get("/track").context["rating_form"] is None


def test_what_is_added_is_kept_even_when_the_half_hour_is_over(
    phone: Phone, kept: tuple[str, str], clock: FixedClock
) -> None:
    phone.open(*kept)
    assert phone.client.post("/track/supplements", {"text": "还有一件事"}).status_code == 303
    empty = phone.client.post("/track/supplements", {"text": " "})
    assert empty.status_code == 422 and empty.context["more"].errors
    clock.at += timedelta(hours=1)
    asked = phone.client.post("/track/supplements", {"text": "补一句"})
    assert asked.status_code == 403 and "补一句" in asked.content.decode()
    page = phone.open(*kept, more="补一句")
    assert page.status_code == 200 and "补一句" in page.content.decode()
    assert [s.text for s in Supplement.objects.all()] == ["还有一件事"]


def test_hurrying_is_possible_once_a_day(phone: Phone, kept: tuple[str, str], clock: FixedClock) -> None:
    phone.open(*kept)
    phone.client.post("/track/nudges")
    phone.client.post("/track/nudges")
    assert Supplement.objects.count() == 1 and "催" in Supplement.objects.get().text
    clock.at += timedelta(days=1)
    phone.open(*kept)
    phone.client.post("/track/nudges")
    assert Supplement.objects.count() == 2


def test_the_check_says_no_when_somebody_changed_the_report(phone: Phone, kept: tuple[str, str]) -> None:
    phone.open(*kept)
    assert phone.client.get("/track/check").context["stands"] is True
    Report.objects.update(text=TEXT + "！")
    assert phone.client.get("/track/check").context["stands"] is False


@pytest.mark.parametrize("path", ["supplements", "nudges", "rating", "check"])
def test_without_the_code_every_address_of_the_page_asks_for_it(
    phone: Phone, kept: tuple[str, str], path: str
) -> None:
    stranger = Phone().client
    answer = (
        stranger.get("/track/check")
        if path == "check"
        else stranger.post(f"/track/{path}", {"text": "x", "level": "5"})
    )
    assert answer.status_code in (302, 403)
    assert not Supplement.objects.exists() and not Rating.objects.exists()
