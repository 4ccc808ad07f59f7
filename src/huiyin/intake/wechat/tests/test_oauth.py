"""The way through WeChat and back, over real HTTP against a double of WeChat's side."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from huiyin.intake.wechat import carrying, oauth, state
from huiyin.intake.wechat.tests.double import WeChat

NOW = datetime(2022, 2, 14, 2, tzinfo=UTC)
KEY = b"k" * 32
SECRET = "double-secret-0000"
BACK = "https://huiyin.example/wechat/back?lang=zh"


@pytest.fixture
def wechat(settings) -> Iterator[WeChat]:
    settings.WECHAT_APP_ID, settings.WECHAT_SECRET = "wx0000000000000000", SECRET
    with WeChat(settings.WECHAT_APP_ID, SECRET) as double:
        settings.WECHAT_OPEN = settings.WECHAT_BASE = double.address
        yield double


def walk(place: str, nonce: str) -> dict[str, str]:
    """What a follower's browser brings back after it was sent to WeChat."""
    url = oauth.authorize_url(state.make(KEY, place, nonce=nonce, now=NOW), BACK)
    assert url.endswith("#wechat_redirect")
    location = httpx.get(url).headers["Location"]
    assert location.startswith("https://huiyin.example/wechat/back")
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def test_follower_comes_back_with_their_openid_and_place(wechat: WeChat) -> None:
    back = walk("7KQM2R4DXA", "nonce1")
    assert state.check(KEY, back["state"], nonce="nonce1", now=NOW) == "7KQM2R4DXA"
    assert oauth.openid(back["code"]) == "oDouble_0000000000000000001"


def test_code_works_once(wechat: WeChat) -> None:
    code = walk("", "n")["code"]
    oauth.openid(code)
    with pytest.raises(oauth.WeChatError) as refused:
        oauth.openid(code)
    assert refused.value.reason == "errcode_40163"


def test_unknown_code_is_refused_by_wechat(wechat: WeChat) -> None:
    with pytest.raises(oauth.WeChatError) as refused:
        oauth.openid("0" * 32)
    assert refused.value.reason == "errcode_40029"


def test_refused_consent_and_injected_code_never_reach_wechat(wechat: WeChat) -> None:
    wechat.fail_with = (500, b"asked")
    for code in ("", "x&grant_type=client_credential", "a" * 129):
        with pytest.raises(oauth.WeChatError) as refused:
            oauth.openid(code)
        assert refused.value.reason == "refused"


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (502, b"", "http_502"),
        (200, b"<html>busy</html>", "odd_answer"),
        (200, b"[]", "odd_answer"),
        (200, b'{"access_token": "t"}', "odd_answer"),
        (200, b'{"openid": "two words"}', "odd_answer"),
        (200, b'{"openid": 7}', "odd_answer"),
        (200, b'{"errcode": -1, "errmsg": "system error"}', "errcode_-1"),
        (200, b"\xff\xfe", "odd_answer"),
    ],
)
def test_every_bad_answer_is_one_kind_of_error(wechat: WeChat, status: int, body: bytes, reason: str) -> None:
    wechat.fail_with = (status, body)
    with pytest.raises(oauth.WeChatError) as failed:
        oauth.openid("abc")
    assert failed.value.reason == reason


def test_wechat_away_is_an_error_without_our_secret_in_error_or_log(
    wechat: WeChat, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    oauth.openid(walk("", "n")["code"])
    wechat.server.shutdown()
    wechat.server.server_close()
    with pytest.raises(oauth.WeChatError) as failed:
        oauth.openid("abc")
    assert failed.value.reason == "unreachable"
    assert SECRET not in caplog.text + "".join(traceback.format_exception(failed.value))


def test_state_ends_belongs_to_one_browser_and_cannot_be_changed() -> None:
    good = state.make(KEY, "7KQM2R4DXA", nonce="mine", now=NOW)
    assert state.check(KEY, good, nonce="mine", now=NOW + state.LASTS - timedelta(seconds=1)) == "7KQM2R4DXA"
    assert state.check(KEY, good, nonce="mine", now=NOW + state.LASTS) is None
    assert state.check(KEY, good, nonce="theirs", now=NOW) is None
    assert state.check(KEY, good, nonce="", now=NOW) is None
    assert state.check(b"j" * 32, good, nonce="mine", now=NOW) is None
    assert state.check(KEY, good[:-1] + "B", nonce="mine", now=NOW) is None
    assert state.check(KEY, "f" * 8 + good[8:], nonce="mine", now=NOW) is None
    assert state.check(KEY, "", nonce="mine", now=NOW) is None


def test_state_fits_what_wechat_carries() -> None:
    longest = state.make(KEY, "A" * 80, nonce="n", now=NOW)
    assert len(longest) == 128 and longest.isalnum()
    for place in ("A" * 81, "a/b", "邢台", "٣"):
        with pytest.raises(ValueError, match="letters and digits"):
            state.make(KEY, place, nonce="n", now=NOW)


def test_openid_is_carried_sealed_for_an_hour() -> None:
    carried = carrying.seal("oDouble_1", now=NOW)
    assert "oDouble" not in carried
    assert carrying.unseal(carried, now=NOW + timedelta(minutes=59)) == "oDouble_1"
    assert carrying.unseal(carried, now=NOW + carrying.LASTS) == ""
    middle = len(carried) // 2
    for broken in ("", "x", "邢", carried[:-8], carried[:middle] + "AAAA" + carried[middle + 4 :]):
        assert carrying.unseal(broken, now=NOW) == ""


def test_silent_question_is_asked_only_inside_wechat_and_where_set_up(settings) -> None:
    inside = "Mozilla/5.0 (Linux; Android 5.1) MicroMessenger/6.3.13.49"
    settings.WECHAT_APP_ID, settings.WECHAT_SECRET = "wx0000000000000000", "s"
    assert oauth.offered(inside) and not oauth.offered("Mozilla/5.0 Chrome/100")
    settings.WECHAT_SECRET = ""
    assert not oauth.offered(inside)
