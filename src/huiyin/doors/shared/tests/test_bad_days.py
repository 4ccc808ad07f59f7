"""Every bad day has its page, in both languages, without a database."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client

from huiyin.doors.shared import access

ENGLISH = {"Accept-Language": "en"}


@pytest.mark.parametrize(
    ("kind", "status", "zh", "en"),
    [
        ("away", 503, "您写的内容还保留在这个浏览器里", "kept in this browser"),
        ("full", 503, "先不带文件再提交一次", "without the files"),
        ("nospace", 503, "先不带文件再提交一次", "without the files"),
        ("conflict", 409, "别人已经办了一步：交办核查", "another step: Assigned for verification"),
        ("refused", 409, "事项现在是“已办结”", "where the case stands now: closed"),
        ("role", 403, "您的角色不能办这一步", "Your role doesn’t include this step"),
        ("fault", 500, "我们这边出了问题", "Something went wrong on our side"),
    ],
)
def test_each_bad_day_says_what_happened(visitor: Client, kind: str, status: int, zh: str, en: str) -> None:
    chinese = visitor.get(f"/bad/{kind}", headers={"Accept-Language": "zh-CN"})
    english = visitor.get(f"/bad/{kind}", headers=ENGLISH)
    assert (chinese.status_code, english.status_code) == (status, status)
    assert zh in chinese.content.decode()
    assert en in english.content.decode()


def test_what_must_not_be_known_looks_exactly_like_what_never_was(visitor: Client) -> None:
    refused, absent = visitor.get("/bad/secret"), visitor.get("/nothing")
    assert refused.status_code == absent.status_code == 404
    assert refused.content.replace(b"/bad/secret", b"") == absent.content.replace(b"/nothing", b"")


def test_an_outage_says_when_to_come_back_and_sends_the_form_again(visitor: Client) -> None:
    answer = visitor.post("/bad/away", {"text": "<b>三次</b>", "key": "k1", "kind": ["a", "b"]})
    page = answer.content.decode()
    assert answer.headers["Retry-After"] == "30"
    assert 'name="text" value="&lt;b&gt;三次&lt;/b&gt;"' in page
    assert 'name="key" value="k1"' in page
    assert page.count('name="kind"') == 2


def test_no_page_repeats_a_password(visitor: Client) -> None:
    page = visitor.post("/bad/away", {"username": "x", "password": "hunter2"}).content.decode()
    assert "hunter2" not in page


def test_an_outage_before_the_page_is_reached_is_an_outage_all_the_same(visitor: Client, monkeypatch) -> None:
    def gone(request: object, admission: object) -> None:
        raise OperationalError("the session table is away")

    monkeypatch.setattr(access, "_admit_person", gone)
    assert visitor.get("/reviewers").status_code == 503


def test_a_form_from_nowhere_is_explained(no_database: None, settings) -> None:
    settings.CSRF_FAILURE_VIEW = "huiyin.doors.shared.errors.csrf_failure"
    answer = Client(enforce_csrf_checks=True).post("/citizen", {"text": "x"}, headers=ENGLISH)
    assert answer.status_code == 403
    assert "open for too long" in answer.content.decode()


@pytest.mark.parametrize("said", ["same-site", "cross-site", "none", "same-origin, cross-site", ""])
def test_a_form_without_its_token_is_taken_only_where_the_browser_says_that_it_is_ours(
    no_database: None, said: str
) -> None:
    client = Client(enforce_csrf_checks=True)
    where = {"sec-fetch-site": said} if said else {}
    assert client.post("/citizen", {"text": "x"}, headers=where).status_code == 403
    assert (
        client.post("/citizen", {"text": "x"}, headers={"sec-fetch-site": "same-origin"}).status_code != 403
    )
    foreign = {"sec-fetch-site": "cross-site", "origin": "http://testserver"}
    assert client.post("/citizen", {"text": "x"}, headers=foreign).status_code == 403


def test_every_page_carries_its_headers_and_only_common_pages_may_be_kept(visitor: Client) -> None:
    for address in ("/citizen", "/bad/fault", "/nothing"):
        headers = visitor.get(address).headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")
        assert headers["Referrer-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "geolocation=()" in headers["Permissions-Policy"]
        assert headers["Cache-Control"] == "no-store"
    assert visitor.get("/help").headers["Cache-Control"] == "private, no-cache"


def test_whoever_calls_us_by_another_name_gets_no_further(visitor: Client) -> None:
    answer = visitor.get("/citizen", headers={"host": "evil.example"})
    assert answer.status_code == 400 and answer.headers["X-Frame-Options"] == "DENY"


def test_a_page_for_anyone_opens_no_session(no_database: None) -> None:
    """Even of somebody who is logged in beside it: what asks for nobody needs no database."""
    reader = Client(headers=ENGLISH)
    reader.cookies["sessionid"] = "a-key-of-some-other-tab-of-theirs"
    answer = reader.get("/citizen")
    assert answer.status_code == 200 and "Cookie" not in answer.headers.get("Vary", "")
    assert not answer.cookies
