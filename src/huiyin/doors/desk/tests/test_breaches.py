"""Accountability records by their pages: stated, contested, concluded; filtered, as a sheet; for whom they are."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings
from tests.cast import MORNING, Cast

from huiyin.kernel.clock import FixedClock
from huiyin.organisations.models import Unit
from huiyin.supervision.rounds.models import Breach

pytestmark = pytest.mark.django_db
LIST = "/desk/accountability"
SAID = {
    "officer": "",
    "basis": "《工作机制》第六条",
    "facts": "督办两次仍不办。",
    "decision": "通报批评",
    "case": "",
}


@pytest.fixture
def desk(city: Cast):  # type: ignore[no-untyped-def]
    def going(who: str, address: str, data: dict[str, object] | None = None):  # type: ignore[no-untyped-def]
        client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
        client.force_login(city.account(who))
        return client.get(address) if data is None else client.post(address, data)

    with override_settings(CLOCK=FixedClock(MORNING)):
        yield going


def test_a_breach_is_stated_objected_to_and_concluded_by_its_pages(desk) -> None:  # type: ignore[no-untyped-def]
    court = Unit.objects.get(code="xt-court").pk
    assert desk("frank", f"{LIST}/new").status_code == 404, "only who supervises states one"
    kept = desk("grace", f"{LIST}/new?unit={court}", SAID | {"facts": ""})
    assert kept.status_code == 422 and "通报批评" in kept.text
    wrong = desk("grace", f"{LIST}/new?unit={court}", SAID | {"case": "XT-2022-999999"})
    assert wrong.status_code == 422 and not Breach.objects.exists()
    assert desk("grace", f"{LIST}/new?unit={court}", SAID).status_code == 303
    row = Breach.objects.get()
    at = f"{LIST}/{row.pk}"
    for who, status in (
        ("frank", 200),
        ("henry", 200),
        ("grace", 200),
        ("bob", 404),
        ("paul", 404),
        ("eve", 404),
    ):
        assert desk(who, at).status_code == status, who
    assert desk("grace", f"{at}/confirmation").status_code == 404, "never whoever stated it"
    assert desk("frank", f"{at}/objection", {"text": "当时系统停机，有记录。"}).status_code == 303
    assert desk("frank", f"{at}/objection").status_code == 404, "once"
    assert desk("henry", f"{at}/withdrawal", {"text": "查明系统停机，撤销。"}).status_code == 303
    assert "查明系统停机" in desk("frank", at).text

    assert "《工作机制》第六条" in desk("henry", f"{LIST}?state=withdrawn&year=2022&words=法院").text
    for nothing in ("state=upheld", "year=2021", "words=公安局"):
        assert "没有符合条件的记录" in desk("henry", f"{LIST}?{nothing}").text, nothing
    sheet = desk("henry", f"{LIST}.csv?state=withdrawn").content.decode("utf-8-sig").splitlines()
    assert len(sheet) == 2 and "邢台市中级人民法院" in sheet[1] and "撤销" in sheet[1]
    assert len(desk("paul", f"{LIST}.csv").content.decode("utf-8-sig").splitlines()) == 1
