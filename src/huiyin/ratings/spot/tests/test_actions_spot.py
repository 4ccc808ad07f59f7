"""Ratings on PostgreSQL: one for each device, place and day; added up exactly; nothing left that leads back."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import connection
from tests.cast import MORNING, Cast

from huiyin.intake.actions import make_code, retire_code
from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.models import Event
from huiyin.organisations.models import Unit
from huiyin.ratings.models import DayKey, Flood, SpotRating, Tally
from huiyin.ratings.spot.actions import close_days, explain, rate, take_back

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def places(city: Cast) -> list[str]:
    unit = Unit.objects.get(code="xt-court-filing")
    return [make_code(unit, f"窗口 {n}", by=SYSTEM, now=MORNING).token for n in (1, 2)]


def visit(place: str, levels: str, now: datetime, who: str = "") -> None:
    for n, level in enumerate(levels):
        rate(f"{who}{n}-{now:%m%d}", place, int(level), now=now)


def test_one_for_each_device_place_and_day_and_the_last_counts(places: list[str]) -> None:
    for place, level, now in (
        (places[0], 1, MORNING), (places[0], 4, MORNING), (places[1], 5, MORNING), (places[0], 2, MORNING + DAY)
    ):  # fmt: skip
        rate("one device", place, level, now=now)
    assert Counter(SpotRating.objects.values_list("level", flat=True)) == {4: 1, 5: 1, 2: 1}
    with pytest.raises(NotAllowed):
        rate("one device", places[0], 6, now=MORNING)


def test_two_codes_of_a_place_are_one_place_and_a_code_switched_off_takes_nothing(
    places: list[str], city: Cast
) -> None:
    unit = Unit.objects.get(code="xt-court-filing")
    again = make_code(unit, "窗口 1", by=SYSTEM, now=MORNING)
    rate("alice", places[0], 1, now=MORNING)
    rate("alice", again.token, 5, now=MORNING)
    assert SpotRating.objects.get().level == 5
    retire_code(again, by=SYSTEM, now=MORNING)
    for code in (again.token, "NOSUCHCODE"):
        with pytest.raises(NotAllowed):
            rate("eve", code, 1, now=MORNING)
    assert SpotRating.objects.get().level == 5


def test_what_was_wrong_is_of_the_same_device_only_and_a_rating_can_be_taken_back(
    places: list[str], rated_city: Cast
) -> None:
    rate("alice", places[0], 1, now=MORNING)
    assert explain("alice", places[0], ["slow", "rude"], now=MORNING)
    assert not explain("eve", places[0], ["rude"], now=MORNING)
    assert not explain("alice", places[1], ["rude"], now=MORNING)
    assert SpotRating.objects.get().faults == "rude,slow", "in the city's order, not in the order of tapping"
    with pytest.raises(NotAllowed):
        explain("alice", places[0], ["ugly"], now=MORNING)
    assert not take_back("eve", places[0], now=MORNING)
    assert take_back("alice", places[0], now=MORNING) and not SpotRating.objects.exists()


def test_marks_of_one_device_have_nothing_in_common(places: list[str]) -> None:
    """Neither across places nor days, nor after the day's key was lost or the same salt drawn for another day."""
    for place, now in ((places[0], MORNING), (places[1], MORNING), (places[0], MORNING + DAY)):
        rate("alice", place, 1, now=now)
    DayKey.objects.all().delete()
    rate("alice", places[0], 1, now=MORNING)
    marks = list(SpotRating.objects.values_list("mark", flat=True))
    assert len(set(marks)) == 4
    assert {f.name for f in SpotRating._meta.fields} == {"mark", "place", "day", "hour", "level", "faults"}


def test_a_closed_day_is_sums_and_nothing_else(places: list[str]) -> None:
    visit(places[0], "5544321", MORNING)
    visit(places[1], "1", MORNING)
    assert close_days(now=MORNING) == 0, "the day isn't over"
    assert close_days(now=MORNING + DAY) == 8
    assert close_days(now=MORNING + DAY) == 0
    assert not SpotRating.objects.exists() and not DayKey.objects.exists()
    tally = Tally.objects.get(place__codes__token=places[0])
    assert tally.counted().levels == {5: 2, 4: 2, 3: 1, 2: 1, 1: 1}
    assert tally.until is None, "seven are too few to be shown"
    event = Event.objects.get(subject_kind="rating_day")
    assert event.data == {"ratings": 8, "counted": 8, "apart": 0}


def test_the_running_days_key_survives_the_closing_of_the_day_before(places: list[str]) -> None:
    rate("alice", places[0], 5, now=MORNING)
    rate("alice", places[0], 5, now=MORNING + DAY)
    close_days(now=MORNING + DAY)
    rate("alice", places[0], 2, now=MORNING + DAY)
    assert SpotRating.objects.get().level == 2, "still the same device"


def test_the_key_table_is_not_in_the_log_from_which_backups_are_made(places: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'ratings_daykey'")
        assert cursor.fetchone()[0] in ("u", b"u")


def test_tallies_close_when_they_are_enough_and_a_flood_is_set_apart_with_its_number(
    places: list[str],
) -> None:
    now = MORNING
    for _ in range(8):
        visit(places[0], "54", now)
        now += DAY
        close_days(now=now)
    shown = Tally.objects.get(place__codes__token=places[0], until__isnull=False)
    assert (shown.until - shown.since).days == 6 and shown.counted().total == 14
    assert Tally.objects.get(place__codes__token=places[0], until=None).counted().total == 2
    visit(places[0], "1" * 40, now, "bot")
    visit(places[0], "5", now + timedelta(hours=2))
    close_days(now=now + DAY)
    flood = Flood.objects.get()
    assert (flood.why, flood.very_dissatisfied, flood.hour) == ("many", 40, now.astimezone(SHANGHAI).hour)
    assert flood.usual == pytest.approx(2.0)
    assert Tally.objects.get(place__codes__token=places[0], until=None).counted().levels[5] == 2
    rate("straggler", places[0], 1, now=now)
    visit(places[0], "1" * 39, now, "late")
    close_days(now=now + DAY)
    flood.refresh_from_db()
    assert flood.very_dissatisfied == 80, "nothing is dropped, whenever it comes"
