"""Text messages that people send, for real: from an operator through Kannel to our door."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from gateway import Gateway, until
from tests.cast import MORNING, populate

from huiyin.intake.models import Appraisal, Identity, Report
from huiyin.kernel.clock import FixedClock

QUERY = "id=%I&from=%p&text=%b&charset=%C&at=%T"
ADDRESS = "/api/sms/mo"


def wide(text: str) -> str:
    return quote(text.encode("utf-16-be"), safe="")


@pytest.mark.kannel
@pytest.mark.django_db(transaction=True)
def test_what_people_send_comes_in_whole_and_once(live_server: Any, settings: Any, tmp_path: Path) -> None:
    populate()
    settings.CLOCK = FixedClock(MORNING)
    settings.API_SECRETS = {"sms": "only-on-loopback"}
    gateway = Gateway(tmp_path, brings_to=f"{live_server.url}{ADDRESS}?secret=only-on-loopback&{QUERY}")
    said = "1 邢台市公安局出警慢，等了一个小时"
    try:
        gateway.start()
        gateway.bring(f"13900000001 10690000 ucs2 {wide(said)}")
        until("the first came", Appraisal.objects.exists)
        gateway.bring("13900000002 10690000 text 5")
        until("both came", lambda: Appraisal.objects.count() == 2)
    finally:
        gateway.stop()
    report = Report.objects.get()
    assert (report.channel, report.text, report.unit.code) == ("sms", said[2:], "xt-police")
    assert Identity.objects.get().has_phone
    assert sorted(Appraisal.objects.values_list("level", flat=True)) == [1, 5]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("from=13900000000&text=5&id=1", 403),
        ("secret=wrong&from=13900000000&text=5&id=1", 403),
        ("secret=s&text=5&id=1", 400),
        ("secret=s&from=13900000000&text=%00%01%02&charset=UTF-16BE&id=1", 400),
        ("secret=s&from=13900000000&text=5&id=1&channel=letter", 404),
        ("secret=s&from=13900000000&text=5&id=1", 200),
        ("secret=s&from=13900000000&text=5&id=1&at=soon", 200),
    ],
)
def test_only_the_gateway_brings_messages(
    client: Any, settings: Any, city: Any, asked: str, status: int
) -> None:
    settings.API_SECRETS = {"sms": "s"}
    settings.CLOCK = FixedClock(MORNING)
    for _ in range(2):
        answer = client.get(f"{ADDRESS}?{asked}")
        assert answer.status_code == status and (status != 200 or answer.content == b"")
    assert Appraisal.objects.count() == (status == 200)
    settings.API_SECRETS = {"sms": ""}
    assert client.get(f"{ADDRESS}?secret=&from=1&text=5").status_code == 403
