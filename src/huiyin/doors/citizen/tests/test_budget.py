"""Every page asks the database five times at most, and keeps to itself what is personal."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import MORNING

from huiyin.doors.citizen.tests.conftest import Phone

pytestmark = pytest.mark.django_db
MOST = 5


def asked(phone: Phone, path: str) -> int:
    phone.client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert phone.client.get(path).status_code == 200
    return sum(not q["sql"].startswith(("SAVEPOINT", "RELEASE")) for q in seen.captured_queries)


def test_no_page_asks_more_than_five_times(phone: Phone, poster: str, settle: Any) -> None:
    phone.send(poster)
    number, code = phone.receipt()
    settle(MORNING)
    phone.open(number, code)
    paths = (
        "/", f"/c/{poster}", "/report", "/report?q=法院", "/report?unit=xt-court", "/receipt", "/receipt/picture",
        "/track", "/track/check", "/track?number=XT-2022-999999", "/rules", "/privacy", "/accessibility",
    )  # fmt: skip
    counted = {path: asked(phone, path) for path in paths}
    assert {path: n for path, n in counted.items() if n > MOST} == {}


def test_nothing_that_was_typed_gets_into_the_log(
    phone: Phone, poster: str, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = {"name": "李䶮", "phone": "13900000000", "identity_mode": "real_name", "officer_text": "项望舒"}
    phone.send(poster, **secret, text="")
    phone.send(poster, **secret)
    number, code = phone.receipt()
    phone.open(number, "1111222233334444")
    phone.open(number, code)
    phone.client.get("/track")
    # The test's own client and the database driver's debug log aren't part of the program as it runs.
    said = "".join(r.getMessage() for r in caplog.records if not r.name.startswith(("django.db", "asyncio")))
    written = capsys.readouterr()
    for word in ("李䶮", "13900000000", "项望舒", code, code.replace(" ", ""), "1111222233334444"):
        assert word not in said + written.out + written.err
