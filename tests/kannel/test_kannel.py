"""Text messages for real: through our channel and a Kannel gateway to an operator, and its report back to our door."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from gateway import PASSWORD, USER, Gateway, until

from huiyin.messages import actions
from huiyin.messages.models import Delivery
from huiyin.messages.rules.timing import TRIES

pytestmark = [pytest.mark.kannel, pytest.mark.django_db(transaction=True)]

NOON = datetime(2022, 2, 14, 4, tzinfo=UTC)
PHONE = "13900000000"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    gateway = Gateway(tmp_path_factory.mktemp("kannel"))
    try:
        gateway.start()
        yield gateway
    finally:
        gateway.stop()


@pytest.fixture
def kannel(running: Gateway, settings, live_server) -> Gateway:
    settings.SMS, settings.KANNEL_URL = "kannel", running.url
    settings.KANNEL_USER, settings.KANNEL_PASSWORD = USER, PASSWORD
    settings.PUBLIC_URL = live_server.url
    return running


def send(number: str, *, language: str = "zh-hans", to: str = PHONE, signature: str = "邢台政法") -> Delivery:
    blanks = {"number": number, "day": "2022-03-16", "link": "q"}
    recipient = ("report", number)
    actions.enqueue("receipt", recipient=recipient, params=blanks, key=number, now=NOON, language=language)
    (claimed,) = actions.claim_due(NOON)
    return actions.attempt(claimed, to, now=NOON, signature=signature)


def reported(row: Delivery) -> bool:
    row.refresh_from_db()
    return row.state == "delivered"


def test_chinese_sms_goes_out_exactly_and_its_report_comes_back(kannel, settings, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    row = send("XT-2022-000152", to="13900000001")
    assert row.last_error == "" and row.state in ("sent", "delivered")
    until("delivery report", lambda: reported(row))
    texts = [text for to, text in kannel.received() if to == "13900000001"]
    assert texts == [
        f"【邢台政法】您反映的问题已收到，编号XT-2022-000152，最迟3月16日答复。查询：{settings.PUBLIC_URL}/q"
    ]
    assert row.settled_at is not None
    assert "13900000001" not in caplog.text and PASSWORD not in caplog.text


def test_a_rare_character_in_the_signature_survives(kannel) -> None:
    row = send("XT-2022-000153", to="13900000002", signature="𠮷䶮%d+&")
    until("delivery report", lambda: reported(row))
    whole = "".join(text for to, text in kannel.received() if to == "13900000002")
    assert whole.startswith("【𠮷䶮%d+&】您反映的问题已收到")


def test_a_text_of_several_parts_is_one_delivery(kannel, settings) -> None:
    row = send("XT-2022-000154", language="en", to="13900000003")
    until("delivery report", lambda: reported(row))
    parts = [text for to, text in kannel.received() if to == "13900000003"]
    assert len(parts) >= 2
    whole = "".join(parts)
    assert whole.startswith("【邢台政法】We have received your report XT-2022-000154")
    assert whole.endswith(f"Follow it: {settings.PUBLIC_URL}/q")


def test_gateway_down_then_up_again(kannel) -> None:
    kannel.stop("smsbox")
    row = send("XT-2022-000155", to="13900000004")
    assert (row.state, row.last_error) == ("failed", "gateway_unreachable")
    kannel.start_smsbox()
    (again,) = actions.claim_due(row.due_at)
    actions.attempt(again, "13900000004", now=row.due_at)
    until("delivery report", lambda: reported(row))
    assert len([to for to, _ in kannel.received() if to == "13900000004"]) == 1


def test_gateway_down_for_good(kannel) -> None:
    kannel.stop("smsbox")
    try:
        row = send("XT-2022-000156")
        while row.state == "failed":
            now = row.due_at
            (again,) = actions.claim_due(now)
            row = actions.attempt(again, PHONE, now=now)
    finally:
        kannel.start_smsbox()
    assert (row.state, row.attempts, row.last_error) == ("undelivered", TRIES, "gateway_unreachable")
    assert row.settled_at - NOON > timedelta(hours=2)


def test_gateway_refuses_the_number_for_good_and_our_password_for_now(kannel, settings) -> None:
    row = send("XT-2022-000157", to="no-number")
    assert (row.state, row.last_error) == ("undelivered", "gateway_400")
    settings.KANNEL_PASSWORD = "wrong"
    row = send("XT-2022-000158")
    assert (row.state, row.last_error) == ("failed", "gateway_403")
