"""Three people write about one clerk: who supervises hears of it, presses the court, and learns of nobody who wrote."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.cast import DAN, MORNING, Cast
from tests.story.attacking import Answer, ask, filled_in, plain

from huiyin.cases.models import Case
from huiyin.journey.after_alerts import pressed
from huiyin.kernel.clock import FixedClock
from huiyin.ledger.models import Access
from huiyin.messages.models import Notice
from huiyin.organisations.models import Account, Mandate, Officer, Unit
from huiyin.supervision.letters.rules.wording import OPEN
from huiyin.supervision.models import Alert, Letter

pytestmark = pytest.mark.django_db(databases=["default", "witness"])

Send = Callable[..., Any]
Settle = Callable[[datetime], None]
ACCUSED = "项望舒"
TEXTS = (
    "窗口的项望舒让我来回补了三次材料。",
    "要复印判决书，项望舒说机器坏了，让下周再来。",
    "排到我时项望舒先办熟人的事。",
)
PHONES = ("13987654321", "13976543218", "13965432187")
FULL = ("supervisor", "reviewer", "leader", "clerk")
NEVER = 987654


@pytest.fixture
def city(city: Cast, settings: Any) -> Cast:
    """Cora works beside Dan, Frank leads their court; both also sit in the committee, as Dan himself does."""
    settings.CLOCK = FixedClock(MORNING)
    settings.KEPT_SECONDS = 0
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    committee = Unit.objects.get(code="xt-committee")
    cora = Account.objects.create(
        username="cora", name="Cora", officer=Officer.objects.get(code="xt-court-filing-1")
    )
    for account in (cora, city.account("frank")):
        for role in FULL:
            Mandate.objects.create(account=account, unit=committee, role=role, since=MORNING.date())
    return city


def browser(city: Cast, name: str) -> Client:
    client = Client(headers={"accept-language": "zh"}, raise_request_exception=False)
    client.force_login(city.account(name))
    return client


def lists(client: Client, before: dict[str, Answer] | None = None) -> dict[str, Answer]:
    """What every address says that isn't one row's; not asked again where the door refused them `before`."""
    parts = {"pk": NEVER, "token": "NOSUCH", "code": DAN, "kind": "csv", "attachment": 1, "way": "up"}
    parts |= {
        "form": "pdf",
        "noun": "signature",
        "unit": NEVER,
        "judged": 1,
        "member": 1,
        "task": 1,
        "indicator": 1,
    }
    parts |= {
        "turn": 1,
        "target": "unit",
        "text": "working-rules",
        "day": "2022-03-06",
        "changed": "2022-03-06",
    }
    routes = [route for route in plain() if not route.startswith("api/")]
    asked = [route for route in routes if not (before and before[route].refused)]
    return {route: ask(client, filled_in(route, parts)) for route in asked}


def test_for_the_accused_their_colleagues_and_their_leaders_there_is_none(
    city: Cast, send: Send, settle: Settle
) -> None:
    settle(MORNING)
    people = {name: browser(city, name) for name in ("dan", "cora", "frank")}
    before = {name: lists(client) for name, client in people.items()}
    for text, phone in zip(TEXTS, PHONES, strict=True):
        send(text=text, identity_mode="contact", phone=phone)
    settle(MORNING)
    alert = Alert.objects.get(of="officer")
    for name, client in people.items():
        now = lists(client, before[name])
        assert [route for route in now if now[route] != before[name][route]] == [], name
    for name in ("dan", "cora", "frank", "carol", "eve", "mia", "una", "henry", "bob"):
        client = browser(city, name)
        for method in ("GET", "POST"):
            one, none = (
                ask(client, f"/desk/alerts/{pk}", method, masked=True, note="看过了")
                for pk in (alert.pk, NEVER)
            )
            assert one == none and one.status == 404, (name, method)
    told = Notice.objects.filter(template="alert").values_list("account__username", flat=True)
    assert set(told) == {city.account("grace").username}


def test_who_supervises_sees_how_many_wrote_and_nobody_of_them(
    city: Cast, send: Send, settle: Settle
) -> None:
    for text, phone in zip(TEXTS, PHONES, strict=True):
        send(text=text, identity_mode="contact", phone=phone)
    settle(MORNING)
    alert, grace = Alert.objects.get(of="officer"), browser(city, "grace")
    overview, page = (ask(grace, at).said() for at in ("/desk/alerts", f"/desk/alerts/{alert.pk}"))
    assert ACCUSED in overview and ">3 人<" in overview and ">3 人<" in page
    for phone in PHONES:
        assert phone not in page and phone[-6:] not in page
    answer = ask(grace, f"/desk/alerts/{alert.pk}", "POST", note="已约谈法院负责人，三日内答复")
    assert answer.status == 303
    assert "已约谈法院负责人" in ask(grace, f"/desk/alerts/{alert.pk}").said()
    [letter] = Letter.objects.filter(because__startswith=f"alert:{alert.pk}:")
    assert (letter.kind, letter.state, letter.accused) == ("urge", "drafted", [alert.officer_id])
    shown = ask(grace, f"/desk/alerts/{alert.pk}").said()
    assert f"/desk/letters/{letter.pk}" in shown and "拟稿中" in shown
    assert OPEN in letter.body and ACCUSED not in letter.body and "三人" not in letter.body
    assert not Access.objects.filter(subject_kind="report").exists(), "nobody's identity was opened"


def test_one_person_a_third_time_is_said_without_saying_who(city: Cast, send: Send, settle: Settle) -> None:
    """And another house's supervisor, who may not see the cases, sees nothing at all."""
    for n in range(3):
        at = MORNING - timedelta(days=9 - n)
        send(
            text=f"执行款到账七个月还没有发，我第{n + 1}次来问。",
            identity_mode="real_name", name="闻人遐", phone=PHONES[0], now=at,
        )  # fmt: skip
        settle(at)
    settle(MORNING)
    alert, grace = Alert.objects.get(of="matter"), browser(city, "grace")
    page = ask(grace, f"/desk/alerts/{alert.pk}").said()
    assert "同一反映人，3 次" in page
    assert "闻人遐" not in page and PHONES[0] not in page


def test_the_letter_goes_to_who_was_given_the_matter_too(city: Cast, send: Send, settle: Settle) -> None:
    """A section that works for itself gets it beside its house, and instead where nobody reads for the house."""
    given, others = (Unit.objects.get(code=f"xt-court-{name}") for name in ("enforcement", "politics"))
    for unit in (given, others):
        Mandate.objects.create(
            account=city.account("eve"), unit=unit, role="approver", since=MORNING.date()
        )  # fmt: skip
    for n in range(3):
        send(text="执行款到账七个月还没有发。", identity_mode="contact", phone=PHONES[0])
        if not n:
            settle(MORNING)
            Case.objects.update(unit=given)
    settle(MORNING)
    [letter] = Letter.objects.filter(because__startswith="alert:")
    court = Unit.objects.get(code="xt-court")
    assert [one.unit for one in letter.services.order_by("position")] == [court, given]
    assert letter.house == court, "so that nobody of the house words it from the committee"
    Mandate.objects.filter(unit=court).delete()
    assert pressed(Alert.objects.get(), frozenset(), MORNING) == [given]
