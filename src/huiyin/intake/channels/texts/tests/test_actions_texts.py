"""Text messages that people send: counted, filed, or waiting; each once; the number sealed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.cast import MORNING, Cast

from huiyin.intake.channels.texts.actions import take_text
from huiyin.intake.models import Appraisal, Identity, Report, Waiting
from huiyin.kernel.clock import FixedClock
from huiyin.messages.models import Delivery
from huiyin.policy.models import Channel
from huiyin.policy.queries import policy

pytestmark = pytest.mark.django_db
PHONE = "13900000000"


@pytest.fixture
def channel(city: Cast) -> Channel:
    found = policy().channel("sms")
    assert found
    return found


def send(channel: Channel, text: str, mark: str = "mo-1", number: str = PHONE) -> str:
    return take_text(channel, mark, number, text, MORNING, now=MORNING)


@pytest.mark.parametrize(
    ("text", "became", "appraisals", "reports"),
    [
        ("5", "appraisal", 1, 0),
        ("1", "appraisal", 1, 0),
        ("5 邢台市公安局来得快", "appraisal", 1, 0),
        ("1 邢台市公安局来得慢", "report", 1, 1),
        ("邢台市公安局来得慢", "report", 0, 1),
        ("1 来得慢", "waiting", 1, 0),
        ("来得慢", "waiting", 0, 0),
        ("TD", "nothing", 0, 0),
    ],
)
def test_a_low_number_becomes_a_report_only_with_words(
    text: str, became: str, appraisals: int, reports: int, channel: Channel
) -> None:
    assert send(channel, text) == send(channel, text) == became
    assert (Appraisal.objects.count(), Report.objects.count()) == (appraisals, reports)
    assert Waiting.objects.count() == (became == "waiting")


def test_the_number_is_sealed_and_nowhere_else(channel: Channel) -> None:
    send(channel, "1 邢台市公安局来得慢")
    stored = (
        f"{list(Appraisal.objects.values())}{list(Report.objects.values())}{list(Waiting.objects.values())}"
    )
    assert PHONE not in stored
    assert Identity.objects.get().has_phone
    assert Appraisal.objects.get().report == Report.objects.get()


def test_what_waits_is_taken_in_by_a_person_with_its_number(
    channel: Channel, city: Cast, settings: Any
) -> None:
    settings.CLOCK, settings.LANGUAGE_CODE = FixedClock(MORNING), "en"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    send(channel, "来得慢")
    row = Waiting.objects.get()
    from huiyin.organisations.models import Unit

    carol = Client()
    carol.force_login(city.account("carol"))
    page = carol.get(f"/desk/waiting/{row.pk}").content.decode()
    assert "来得慢" in page and PHONE not in page
    police = Unit.objects.get(code="xt-police").pk
    carol.post(f"/desk/waiting/{row.pk}", {"go": "take", "unit": police, "problem_type": "B4"})
    assert Report.objects.get().identity.has_phone


def test_the_sender_hears_once_a_day_with_a_link_and_no_code(channel: Channel, settle: Any) -> None:
    for n in range(3):
        send(channel, f"邢台市公安局来得慢，第{n}次", mark=f"mo-{n}")
    settle(MORNING)
    assert Report.objects.count() == 3
    assert [row.template for row in Delivery.objects.all()] == ["text_receipt"]


def test_a_flood_and_a_machine_wait(channel: Channel) -> None:
    for n in range(22):
        send(channel, "5", mark=f"mo-{n}")
    assert Appraisal.objects.count() == 20
    assert send(channel, "恭喜中奖", mark="ad", number="106900001234") == "waiting"
    assert sorted({row.reason for row in Waiting.objects.all()}) == ["text_automatic", "text_too_many"]
