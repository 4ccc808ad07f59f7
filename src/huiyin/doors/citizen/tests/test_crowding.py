"""Too many at once: told when to come back, kept whole, or let in for a small sum."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from tests.cast import MORNING

from huiyin.doors.citizen import crowding, proof
from huiyin.doors.citizen.crowding import address_of
from huiyin.doors.citizen.tests.conftest import TEXT, Phone
from huiyin.intake.models import Counter, Report
from huiyin.kernel.clock import FixedClock

pytestmark = pytest.mark.django_db


def solve(given: str) -> str:
    key = crowding._key()
    return next(str(n) for n in range(10**7) if proof.solved(key, given, str(n), now=MORNING))


def test_a_flood_from_one_address_is_slowed_and_keeps_the_text(
    phone: Phone, poster: str, few: None, clock: FixedClock
) -> None:
    sent = [phone.send(poster, text=f"{TEXT} {n}").status_code for n in range(3)]
    assert sent == [303, 303, 429]
    slowed = phone.send(poster, text="不能丢的话")
    assert int(slowed.headers["Retry-After"]) > 0
    assert '<input type="hidden" name="text" value="不能丢的话">' in slowed.content.decode()
    other = Phone()
    other.client.defaults["REMOTE_ADDR"] = "203.0.113.9"
    assert other.send(poster).status_code == 303
    clock.at += timedelta(minutes=10)
    assert phone.send(poster, text="不能丢的话").status_code == 303


def test_a_page_drawn_once_shows_nobody_what_another_typed(
    phone: Phone, poster: str, few: None, settings: Any
) -> None:
    settings.KEPT_SECONDS = 60
    for n in range(2):
        phone.send(poster, text=f"{TEXT} {n}")
    first, second = (
        phone.send(poster, text=text).content.decode() for text in ("甲说的话%token%", "<b>乙说的话")
    )
    assert "甲说的话%token%" in first and "&lt;b&gt;乙说的话" in second and "甲说的话" not in second
    assert len({re.findall(r'name="challenge" value="([^"]+)"', page)[0] for page in (first, second)}) == 2


def test_a_solved_sum_lets_one_report_in_and_only_one(phone: Phone, poster: str, few: None) -> None:
    for n in range(2):
        phone.send(poster, text=f"{TEXT} {n}")
    slowed = phone.send(poster, text="第三件")
    given = re.findall(r'name="challenge" value="([^"]+)"', slowed.content.decode())[0]
    work = {"challenge": given, "answer": solve(given)}
    assert phone.send(poster, text="第三件", **work | {"answer": "0"}).status_code == 429
    assert phone.send(poster, text="第三件", **work).status_code == 303
    assert phone.send(poster, text="第四件", **work).status_code == 429
    assert Report.objects.filter(text="第三件").count() == 1


def test_mistakes_dont_use_up_the_allowance(phone: Phone, poster: str, few: None) -> None:
    for _ in range(4):
        assert phone.send(poster, text="").status_code == 422
    assert phone.send(poster).status_code == 303


def test_no_address_is_stored(phone: Phone, poster: str) -> None:
    phone.send(poster)
    assert Counter.objects.exists()
    assert not Counter.objects.filter(key__contains="127.0.0.1").exists()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "found"),
    [
        (0, "", "203.0.113.9", "203.0.113.9"),
        (0, "198.51.100.1", "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 198.51.100.1", "10.0.0.1", "198.51.100.1"),
        (1, "", "203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.2", "10.0.0.1", "198.51.100.1"),
        (0, "", "2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        (0, "", "::ffff:203.0.113.9", "203.0.113.9"),
        (0, "", "", "unknown"),
    ],
)
def test_an_address_cant_be_made_up_behind_our_own_proxies(
    settings: Any, proxies: int, forwarded: str, remote: str, found: str
) -> None:
    settings.PROXIES = proxies
    request = SimpleNamespace(META={"HTTP_X_FORWARDED_FOR": forwarded, "REMOTE_ADDR": remote})
    assert address_of(request) == found  # type: ignore[arg-type]
