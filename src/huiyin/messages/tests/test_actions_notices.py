"""The inbox of an account."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from huiyin.kernel.actor import PUBLIC, Actor
from huiyin.messages import actions, queries
from huiyin.messages.rules.texts import render
from huiyin.organisations.models import Account

NOW = datetime(2022, 2, 14, 4, tzinfo=UTC)
LATER = NOW + timedelta(days=9)


@pytest.fixture
def bob(db: None) -> Account:
    return Account.objects.create(username="bob", name="Bob")


@pytest.fixture
def carol(db: None) -> Account:
    return Account.objects.create(username="carol", name="Carol")


def test_a_notice_reaches_its_account_alone_and_once_per_event(bob: Account, carol: Account) -> None:
    for _ in range(2):
        actions.notify(bob.pk, "assigned", {"day": "2022-02-17"}, case="XT-2022-000152", key="e:1", now=NOW)
    actions.notify(bob.pk, "locked", case="XT-2022-000152", now=NOW + timedelta(days=3))
    actions.notify(bob.pk, "locked", case="XT-2022-000153", now=NOW + timedelta(days=3))
    lines = [
        render(n.template, n.params, "zh-hans") for n in queries.inbox(Actor(f"account:{bob.pk}"), LATER)
    ]
    assert lines == [
        "XT-2022-000153逾期未受理，已自动锁定并转入督办。",
        "XT-2022-000152逾期未受理，已自动锁定并转入督办。",
        "XT-2022-000152已交给您办理，请最迟2月17日受理，逾期将自动锁定。",
    ]
    for other in (Actor(f"account:{carol.pk}"), PUBLIC):
        assert queries.unread(other, LATER) == 0


def test_reading_marks_only_ones_own(bob: Account, carol: Account) -> None:
    first = actions.notify(bob.pk, "locked", case="XT-2022-000152", now=NOW)
    second = actions.notify(bob.pk, "returned", case="XT-2022-000152", now=NOW)
    viewer = Actor(f"account:{bob.pk}")
    assert actions.read_notices(carol.pk, now=NOW, notices=[first.pk]) == 0
    assert actions.read_notices(bob.pk, now=NOW, notices=[first.pk]) == 1
    assert queries.unread(viewer, LATER) == 1
    later = NOW + timedelta(hours=1)
    assert actions.read_notices(bob.pk, now=later) == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.read_at, second.read_at) == (NOW, later)


def test_a_notice_takes_no_free_words(bob: Account) -> None:
    with pytest.raises(ValueError, match="locked"):
        actions.notify(bob.pk, "locked", {"text": "张三"}, case="XT-2022-000152", now=NOW)


def test_several_hear_of_an_event_once_each_however_often_it_is_told(bob: Account, carol: Account) -> None:
    about = {"number": "XT-2022-000152"}
    for accounts in ([bob.pk], [bob.pk, carol.pk, carol.pk], [carol.pk]):
        actions.notify_all(accounts, "locked", about, case="XT-2022-000152", key="e:1", now=NOW)
    assert [queries.unread(Actor(f"account:{one.pk}"), LATER) for one in (bob, carol)] == [1, 1]
    with pytest.raises(ValueError, match="takes"):
        actions.notify_all([bob.pk], "locked", {}, case="XT-2022-000152", key="e:2", now=NOW)
