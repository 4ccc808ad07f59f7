"""Log-in lets the right person in, tells a guesser nothing, and goes only where this site is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from huiyin.doors.shared import views
from huiyin.doors.shared.throttle import Throttle
from huiyin.kernel.actor import SYSTEM
from huiyin.organisations.actions import open_account
from huiyin.organisations.models import Account

pytestmark = pytest.mark.django_db
SECRET = "three swans by the well"


@pytest.fixture
def bob(no_database: None, monkeypatch: pytest.MonkeyPatch) -> Account:
    monkeypatch.setattr(views, "ACCOUNTS", Throttle(free=2))
    monkeypatch.setattr(views, "ADDRESSES", Throttle(free=50))
    account = Account(username="bob", name="Bob")
    account.set_password(SECRET)
    account.save()
    return account


def log_in(client: Client, username: str, password: str, onward: str = ""):
    return client.post(f"/desk/login?next={onward}", {"username": username, "password": password})


def test_the_right_password_goes_on_to_the_page_that_was_asked_for(bob: Account, client: Client) -> None:
    assert log_in(client, "bob", SECRET, "/desk/cases").headers["Location"] == "/desk/cases"
    assert client.session["_auth_user_id"] == str(bob.pk)


def test_log_in_never_leads_to_another_site(bob: Account, client: Client) -> None:
    assert log_in(client, "bob", SECRET, "https://elsewhere.example/").headers["Location"] == "/desk/"


def test_wrong_password_closed_account_and_no_account_look_the_same(bob: Account, client: Client) -> None:
    closed = Account(username="dan", name="Dan", is_active=False)
    closed.set_password(SECRET)
    closed.save()
    answers = [log_in(client, "bob", "wrong"), log_in(client, "dan", SECRET), log_in(client, "eve", "wrong")]
    pages = {
        a.content.replace(name, b"").split(b"csrf")[0]
        for a, name in zip(answers, (b"bob", b"dan", b"eve"), strict=True)
    }
    assert {a.status_code for a in answers} == {200}
    assert len(pages) == 1
    assert "账号或密码不对" in answers[0].content.decode()


def test_guessing_is_slowed_down_even_for_the_right_password(bob: Account, client: Client) -> None:
    log_in(client, "bob", "a")
    log_in(client, "bob", "b")
    answer = log_in(client, "bob", SECRET)
    assert answer.status_code == 429
    assert "_auth_user_id" not in client.session


def test_an_account_without_mandate_may_change_its_password_and_nothing_else(
    bob: Account, client: Client
) -> None:
    client.force_login(bob)
    assert client.get("/desk/style").status_code == 403
    answer = client.post(
        "/desk/password", {"old": SECRET, "new": "nine herons above", "again": "nine herons above"}
    )
    assert answer.headers["Location"] == "/desk/"
    bob.refresh_from_db()
    assert bob.check_password("nine herons above")


def test_a_password_that_somebody_else_chose_is_changed_before_anything_else(
    bob: Account, client: Client
) -> None:
    Account.objects.update(must_change=True)
    log_in(client, "bob", SECRET)
    for path in ("/desk/style", "/desk/style/citizen"):
        assert client.get(path).headers["Location"] == f"/desk/password?next={path}"
    assert client.post("/desk/style").headers["Location"].startswith("/desk/password")
    typed = {"old": SECRET, "new": SECRET, "again": SECRET}
    assert client.post("/desk/password", typed).status_code == 200, "the old one again is no change"
    typed |= {"new": "nine herons above", "again": "nine herons above"}
    assert client.post("/desk/password?next=/desk/cases", typed).headers["Location"] == "/desk/cases"
    bob.refresh_from_db()
    assert not bob.must_change
    assert client.get("/desk/style").status_code == 403, "and then as without a mandate"


def test_whoever_gets_an_account_from_somebody_else_has_to_change_it(no_database: None) -> None:
    now = datetime(2022, 3, 7, tzinfo=UTC)
    real = open_account("real", "Real", SECRET, by=SYSTEM, now=now)
    shown = open_account("shown", "Shown", SECRET, demo=True, by=SYSTEM, now=now)
    assert (real.must_change, shown.must_change) == (True, False)


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("wrong", "nine herons above", "nine herons above"),
        (SECRET, "short", "short"),
        (SECRET, "nine herons above", "x"),
    ],
)
def test_a_password_is_not_changed_by_mistake(
    bob: Account, client: Client, old: str, new: str, again: str
) -> None:
    client.force_login(bob)
    assert client.post("/desk/password", {"old": old, "new": new, "again": again}).status_code == 200
    bob.refresh_from_db()
    assert bob.check_password(SECRET)


def test_logging_out_takes_a_button(bob: Account, client: Client) -> None:
    client.force_login(bob)
    assert client.get("/desk/logout").status_code == 405
    client.post("/desk/logout")
    assert "_auth_user_id" not in client.session


def test_language_and_type_size_are_remembered_and_lead_back_here_only(
    no_database: None, client: Client
) -> None:
    answer = client.get("/language/en?next=/help")
    assert (answer.headers["Location"], answer.cookies["language"].value) == ("/help", "en")
    assert client.get("/language/xx").status_code == 404
    assert client.get("/large?next=https://elsewhere.example").headers["Location"] == "/"
    assert 'class="large"' in client.get("/help").content.decode()
    client.get("/large")
    assert 'class="large"' not in client.get("/help").content.decode()
