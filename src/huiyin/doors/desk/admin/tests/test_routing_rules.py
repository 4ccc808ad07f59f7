"""The rule editor: who may change, who may try, and that nobody learns of a report's words from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from tests.cast import MORNING, Cast

from huiyin.journey.worker import run_until_idle
from huiyin.ledger.queries import events_of
from huiyin.triage.routing.models import RuleBook
from huiyin.triage.routing.queries import in_force, newest

pytestmark = pytest.mark.django_db
Enter = Callable[[str], Client]
LAMPS = {
    "name": "路灯", "any": "路灯\n灯杆", "all": "", "none": "", "matters": ["request"], "unit": "xt-police",
    "within": "", "supervisor": "", "limit": "", "priority": "0", "at": "1", "regions": "",
}  # fmt: skip
TODAY, TOMORROW = "2022-03-07", "2022-03-08"


@pytest.fixture
def lamps(send: Callable[..., object]) -> None:
    """Three requests about lamps at the court, and one of the procuratorate's own."""
    for text in (
        "门口的路灯不亮了。",
        "台阶旁边灯杆歪了要倒。",
        "希望院子里多装两盏路灯。",
        "大厅里有点冷。",
    ):
        send(problem_type="L", text=text, unit_code="xt-court")
    run_until_idle(MORNING)


def sent(client: Client, path: str, **data: object):  # type: ignore[no-untyped-def]
    return client.post(path, {**data, "seen": newest().row.number})  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "reads", "edits", "tries"),
    [
        ("adam", 200, 200, 403), ("grace", 200, 200, 200), ("carol", 200, 403, 200), ("bob", 403, 403, 403),
        ("una", 403, 403, 403), ("sam", 403, 403, 403), ("henry", 403, 403, 403), ("mia", 200, 403, 200),
    ],
)  # fmt: skip
def test_who_reads_edits_and_tries(enter: Enter, name: str, reads: int, edits: int, tries: int) -> None:
    client = enter(name)
    assert [client.get(f"/desk/rules{page}").status_code for page in ("", "/history")] == [reads, reads]
    edited = [
        client.get(f"/desk/rules{page}").status_code for page in ("/new", "/of/traffic", "/of/traffic/up")
    ]
    assert edited == [edits] * 3
    assert client.get("/desk/rules/trial").status_code == tries


def test_a_supervisor_sees_what_would_move_before_anything_changes(enter: Enter, lamps: None) -> None:
    client = enter("grace")
    page = client.post("/desk/rules/new", LAMPS)
    assert page.context["trial"]["count"] == 3 and page.context["trial"]["looked"] == 4
    assert {(was, becomes) for _, was, becomes, _ in page.context["trial"]["moved"]} == {
        ("Xingtai Intermediate People's Court", "Xingtai Public Security Bureau")
    }
    assert RuleBook.objects.count() == 1
    answer = sent(client, "/desk/rules/new", **LAMPS, do="1", since=TODAY)
    assert answer.status_code == 303
    assert in_force(MORNING).rules[0].name == "路灯"
    row = newest().row
    assert row and (row.verb, row.by) == ("add", f"account:{client.session['_auth_user_id']}")
    assert [event.verb for event in events_of("rules", row.number)] == ["add"]


def test_an_administrator_learns_nothing_of_any_report(enter: Enter, lamps: None) -> None:
    """Not one count, not one number: word by word a report could be guessed from them."""
    client = enter("adam")
    pages = [
        client.post("/desk/rules/new", LAMPS),
        client.post("/desk/rules/new", {**LAMPS, "any": "没有人写过的词"}),
    ]
    said = [page.content.decode().replace("没有人写过的词", "路灯\n灯杆") for page in pages]
    strip = [
        re.sub('name="csrfmiddlewaretoken" value="[^"]*"', "", text[text.index("<main") :]) for text in said
    ]
    assert strip[0] == strip[1] and "XT-2022" not in strip[0] and pages[0].context["trial"] is None


def test_an_administrators_change_waits_for_tomorrow(enter: Enter) -> None:
    client = enter("adam")
    assert sent(client, "/desk/rules/new", **LAMPS, do="1", since=TODAY).status_code == 422
    assert sent(client, "/desk/rules/new", **LAMPS, do="1", since=TOMORROW).status_code == 303
    assert len(in_force(MORNING).rules) + 1 == len(newest().rules)
    assert in_force(MORNING + timedelta(days=1)).row == newest().row
    assert "holds from" in enter("carol").get("/desk/rules").content.decode()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"any": "", "matters": []}, "catch everything"),
        ({"any": "红绿灯", "matters": ["request"], "at": "9"}, "never be reached"),
        ({"none": "路灯\n灯杆"}, "can’t ever fit"),
        ({"unit": ""}, "sets nothing"),
    ],
)
def test_what_is_wrong_with_a_rule_is_said_at_once_and_not_stored(
    enter: Enter, changes: dict[str, object], says: str
) -> None:
    client = enter("adam")
    page = client.post("/desk/rules/new", {**LAMPS, **changes})
    assert page.context["wrong"] and page.status_code == 200
    refused = sent(client, "/desk/rules/new", **{**LAMPS, **changes}, do="1", since=TOMORROW)
    assert refused.status_code == 422 and says in refused.content.decode()
    assert RuleBook.objects.count() == 1


def test_move_switch_and_undo_come_back_to_where_it_was(enter: Enter) -> None:
    client, first = enter("grace"), newest().rules
    for path in ("/desk/rules/of/traffic/up", "/desk/rules/of/traffic/switch", "/desk/rules/undo"):
        assert client.get(path).status_code == 200
        assert sent(client, path, do="1", since=TODAY).status_code == 303
    assert [rule.code for rule in newest().rules][1] == "traffic" and newest().rules[1].enabled
    sent(client, "/desk/rules/of/traffic/down", do="1", since=TODAY)
    assert newest().rules == first and RuleBook.objects.count() == 5


def test_two_editors_at_once_lose_nothing(enter: Enter) -> None:
    seen = newest().row.number  # type: ignore[union-attr]
    sent(enter("grace"), "/desk/rules/of/traffic/up", do="1", since=TODAY)
    late = enter("grace").post("/desk/rules/of/urgent/switch", {"do": "1", "since": TODAY, "seen": seen})
    assert late.status_code == 422 and "in the meantime" in late.content.decode()
    assert newest().row.verb == "move"  # type: ignore[union-attr]


def test_what_a_person_may_not_see_is_not_tried(enter: Enter, cast: Cast, lamps: None) -> None:
    assert enter("mia").get("/desk/rules/trial").context["trial"]["looked"] == 0
    assert enter("carol").get("/desk/rules/trial").context["trial"]["looked"] == 4
