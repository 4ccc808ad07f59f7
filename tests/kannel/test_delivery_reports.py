"""The address to which a gateway reports, without a gateway."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from huiyin.messages import actions
from huiyin.messages.channels.kannel import REPORT_PATH, report_address, report_token
from huiyin.messages.models import Delivery

NOON = datetime(2022, 2, 14, 4, tzinfo=UTC)


@pytest.fixture
def sent(db: None) -> Delivery:
    blanks = {"number": "XT-2022-000152", "day": "2022-03-16", "link": "q"}
    actions.enqueue("receipt", recipient=("report", "XT-2022-000152"), params=blanks, key="k", now=NOON)
    (claimed,) = actions.claim_due(NOON)
    return actions.attempt(claimed, "13900000000", now=NOON)


def test_the_address_that_we_give_out_settles_the_delivery(client, sent: Delivery) -> None:
    address = urlsplit(report_address(sent.provider_ref))
    assert "%" not in address.path + address.query.removesuffix("%d")
    assert client.get(f"{address.path}?{address.query.replace('%d', '8')}").status_code == 204
    sent.refresh_from_db()
    assert sent.state == "sent"
    assert client.get(f"{address.path}?{address.query.replace('%d', '1')}").status_code == 204
    sent.refresh_from_db()
    assert sent.state == "delivered"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"token": ""}, 403),
        ({"token": "邢"}, 403),
        ({"token": report_token("other")}, 403),
        ({"ref": "other", "token": report_token("other")}, 404),
        ({"status": ""}, 400),
        ({"status": "%d"}, 400),
        ({"status": "3"}, 400),
    ],
)
def test_anything_else_changes_nothing(client, sent: Delivery, change: dict[str, str], status: int) -> None:
    query = parse_qs(urlsplit(report_address(sent.provider_ref)).query)
    asked = {"ref": query["ref"][0], "token": query["token"][0], "status": "1"} | change
    assert client.get(REPORT_PATH, asked).status_code == status
    assert client.post(f"{REPORT_PATH}?ref=x").status_code in (403, 405)
    sent.refresh_from_db()
    assert sent.state == "sent"
