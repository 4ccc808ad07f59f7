"""The first page, the menu of the WeChat account, and that nobody needs either."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from huiyin.doors.citizen.tests.conftest import Phone
from huiyin.intake.models import Identity, Report
from huiyin.intake.wechat import oauth

pytestmark = pytest.mark.django_db
IN_WECHAT = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 8.0) MicroMessenger/7.0.3"}


@pytest.fixture
def account(settings: Any) -> None:
    settings.WECHAT_APP_ID, settings.WECHAT_SECRET = "wx0000", "secret"


def come_back(phone: Phone, place: str = "") -> Any:
    """To WeChat and back, as its browser does it."""
    there = phone.client.get(f"/wechat?code={place}", **IN_WECHAT)
    mark = parse_qs(urlsplit(there.headers["Location"]).query)["state"][0]
    return phone.client.get("/wechat/back", {"code": "CODE", "state": mark}, **IN_WECHAT)


def test_without_an_account_or_outside_wechat_one_goes_straight_on(phone: Phone, settings: Any) -> None:
    assert phone.client.get("/wechat", **IN_WECHAT).headers["Location"] == "/"
    settings.WECHAT_APP_ID, settings.WECHAT_SECRET = "wx0000", "secret"
    assert phone.client.get("/wechat").headers["Location"] == "/"


def test_a_refusal_leads_on_all_the_same(
    phone: Phone, poster: str, account: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(code: str) -> str:
        raise oauth.WeChatError("unreachable")

    monkeypatch.setattr(oauth, "openid", refuses)
    assert come_back(phone, poster).headers["Location"] == f"/c/{poster}"
    assert phone.send(poster).status_code == 303


def test_a_state_that_isnt_ours_brings_no_openid(
    phone: Phone, account: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oauth, "openid", lambda code: pytest.fail("asked WeChat for a stranger"))
    back = phone.client.get("/wechat/back", {"code": "CODE", "state": "0" * 48})
    assert back.headers["Location"] == "/" and "wechat" not in back.cookies


@pytest.mark.parametrize(("mode", "sealed"), [("contact", 1), ("anonymous", 0)])
def test_an_openid_is_sealed_with_a_contact_and_dropped_for_the_anonymous(
    phone: Phone, poster: str, account: None, monkeypatch: pytest.MonkeyPatch, mode: str, sealed: int
) -> None:
    monkeypatch.setattr(oauth, "openid", lambda code: "o-openid-0001")
    come_back(phone, poster)
    assert "o-openid-0001" not in str(phone.client.cookies)
    assert phone.send(poster, identity_mode=mode, phone="13900000000").status_code == 303
    assert Identity.objects.exclude(openid_hash="").count() == sealed
    assert Report.objects.get().channel == "wechat"


def test_the_first_page_offers_three_ways_in_both_languages(phone: Phone) -> None:
    for language, words in (("zh-hans", "可以匿名"), ("en", "You can stay anonymous")):
        phone.client.cookies["language"] = language
        page = phone.client.get("/").content.decode()
        assert words in page and all(f'href="{way}"' in page for way in ("/report", "/track", "/rules"))
