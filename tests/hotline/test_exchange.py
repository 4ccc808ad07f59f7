"""Work orders between us and the hotline: over a wire that repeats, mixes up and breaks off, and as files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from exchange import SECRET, Exchange, sign
from tests.cast import MORNING, Cast

from huiyin.cases import actions as cases
from huiyin.cases.models import Case
from huiyin.doors.citizen import queries as following
from huiyin.intake.models import HotlineOrder, Origin, Parcel, Reconciliation, Report, Supplement, Waiting
from huiyin.journey import hotline, hotline_files
from huiyin.journey.worker import tidy
from huiyin.kernel.clock import SHANGHAI, FixedClock
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.queries import broken_at
from huiyin.messages.models import Delivery
from huiyin.organisations.models import Unit

pytestmark = pytest.mark.django_db

NOW = MORNING
DAY = NOW.astimezone(SHANGHAI).date()
_nonces = count(10_000_000)


@pytest.fixture
def theirs(settings: Any, city: Cast) -> Iterator[Exchange]:
    exchange = Exchange()
    settings.HOTLINE_URL, settings.HOTLINE_SECRET = exchange.url, SECRET
    settings.CLOCK = FixedClock(NOW)
    yield exchange
    exchange.close()


def order(**changes: Any) -> dict[str, Any]:
    plain = {
        "id": "12345-2022-0001",
        "time": NOW.isoformat(),
        "content": "邢台市中级人民法院立案庭的窗口三天没有人。",
        "caller": {"name": "贺小满", "phone": "13900000000"},
    }
    return plain | changes


def post(
    noun: str, body: Any, *, moment: int = 0, nonce: str = "", secret: str = SECRET, spoil: bytes = b""
) -> Any:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    path, when = f"/api/hotline/{noun}", str(int(NOW.timestamp()) + moment)
    once = nonce or str(next(_nonces))
    heads = {
        "X-Huiyin-Time": when,
        "X-Huiyin-Nonce": once,
        "X-Huiyin-Signature": sign(when, once, f"POST {path}", data, secret),
    }
    return Client().post(path, data + spoil, content_type="application/json", headers=heads)


def test_an_order_becomes_a_report_and_its_answer_goes_back(
    theirs: Exchange, city: Cast, settle: Any
) -> None:
    theirs.orders["12345-2022-0001"] = {"id": "12345-2022-0001", "state": "accepted"}
    said = post("orders", order())
    report = Report.objects.get()
    assert (said.status_code, said.json()["number"]) == (201, report.number)
    assert (report.unit.code, report.identity_mode, report.external_id) == (
        "xt-court-filing", "real_name", "hotline:12345-2022-0001",
    )  # fmt: skip
    assert Origin.objects.get().reply == "hotline"
    settle(NOW)
    cases.decline(report.number, "请向法院信访部门反映。", by=city.actor("carol"), now=NOW)
    settle(NOW)
    ((path, answer),) = theirs.taken
    assert (path, answer["id"], answer["state"]) == ("/answers", "12345-2022-0001", "returned")
    assert answer["reply"] == "请向法院信访部门反映。"
    assert not Delivery.objects.exists(), "the hotline answers its callers itself"
    assert Parcel.objects.get().sent_at == NOW


def test_an_order_that_comes_twice_is_one_and_a_changed_one_is_asked_about(theirs: Exchange) -> None:
    first, again = post("orders", order()), post("orders", order())
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["number"] == again.json()["number"]
    changed = post("orders", order(content="邢台市公安局不出警。"))
    assert (changed.status_code, changed.json()["reason"]) == (202, "order_changed")
    assert Report.objects.count() == HotlineOrder.objects.count() == 1
    assert [row.reason for row in Waiting.objects.all()] == ["order_changed"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": ""}, "id"), ({"id": ["x"]}, "id"), ({"id": "x" * 49}, "id"), ({"time": "soon"}, "time"),
        ({"time": "2022-03-07T09:00:00"}, "time"), ({"content": ""}, "content"), ({"content": 7.5}, "content"),
        ({"content": "字" * 300_001}, "content"),
    ],
)  # fmt: skip
def test_an_order_that_cannot_be_read_is_kept_and_says_why(
    changes: dict[str, Any], field: str, theirs: Exchange
) -> None:
    said = post("orders", order(**changes))
    assert (said.status_code, said.json()["reason"], said.json()["field"]) == (202, "order_incomplete", field)
    assert bytes(Waiting.objects.get().sealed) and not Report.objects.exists()


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_is_refused(body: bytes, theirs: Exchange) -> None:
    assert post("orders", body).status_code == 400


@pytest.mark.parametrize("body", [[], "x", None, 7, {}, {"id": None}])
def test_any_json_gets_an_answer(body: Any, theirs: Exchange) -> None:
    for noun in ("orders", "answers", "notes"):
        assert post(noun, body).status_code == 202


def test_a_letter_of_300_000_characters_comes_by_the_hotline_too(theirs: Exchange) -> None:
    assert post("orders", order(content=order()["content"] + "字" * 299_000)).status_code == 201


def test_nobody_else_sends_orders_and_no_request_counts_twice(theirs: Exchange, settings: Any) -> None:
    nonce = "listened-to"
    assert post("orders", order(), nonce=nonce).status_code == 201
    assert post("orders", order(), nonce=nonce).status_code == 403
    assert post("orders", order(), moment=-301).status_code == 403
    assert post("orders", order(), moment=301).status_code == 403
    assert post("orders", order(), secret="guessed").status_code == 403
    assert post("orders", order(), spoil=b" ").status_code == 403
    assert Client().post("/api/hotline/orders", order(), content_type="application/json").status_code == 403
    settings.HOTLINE_SECRET = ""
    assert post("orders", order(), secret="").status_code == 403


def test_what_a_caller_adds_reaches_the_report_once(theirs: Exchange) -> None:
    post("orders", order())
    note = {"id": "12345-2022-0001", "note_id": "n1", "text": "来电人补充：第四天也没人。"}
    assert [post("notes", note).status_code for _ in range(2)] == [201, 200]
    assert [row.text for row in Supplement.objects.all()] == ["来电人补充：第四天也没人。"]
    stray = post("notes", note | {"id": "never-seen"})
    assert (stray.status_code, stray.json()["reason"]) == (202, "unknown_order")


@pytest.fixture
def passed(theirs: Exchange, city: Cast, send: Any, settle: Any) -> str:
    """A matter that isn't ours, declined and given to the hotline by Carol at her desk."""
    number = send(
        text="小区门口的路灯坏了，我叫贺小满，电话13900000000。", identity_mode="contact", phone="13900000000"
    ).number
    settle(NOW)
    cases.decline(number, "已转 12345 办理。", by=city.actor("carol"), now=NOW)
    carol = Client()
    carol.force_login(city.account("carol"))
    assert carol.get(f"/desk/cases/{number}/passing-on").status_code == 200
    assert carol.post(f"/desk/cases/{number}/passing-on").status_code == 303
    assert carol.post(f"/desk/cases/{number}/passing-on").status_code == 404
    settle(NOW)
    return str(number)


def test_a_matter_that_is_not_ours_goes_out_without_who_sent_it(passed: str, theirs: Exchange) -> None:
    ((path, said),) = theirs.taken
    assert path == "/orders" and "路灯坏了" in said["content"]
    assert "13900000000" not in json.dumps(said)
    row = HotlineOrder.objects.get()
    assert (row.direction, row.external_id) == ("out", "HL-0001")
    assert broken_at("order", str(row.pk)) is None


def answer(**changes: Any) -> dict[str, Any]:
    plain = {"id": "HL-0001", "state": "answered", "reply": "路灯已修好。", "time": NOW.isoformat()}
    return plain | changes


def test_their_answer_is_kept_once_and_a_late_or_strange_one_waits(passed: str, theirs: Exchange) -> None:
    assert [post("answers", answer()).status_code for _ in range(2)] == [201, 200]
    earlier = answer(state="handling", reply="", time=(NOW - timedelta(hours=1)).isoformat())
    assert post("answers", earlier).status_code == 200  # out of order
    row = HotlineOrder.objects.get()
    assert (row.state, row.answer) == ("answered", "路灯已修好。")
    assert (
        post("answers", answer(state="closed", time=(NOW + timedelta(minutes=1)).isoformat())).status_code
        == 201
    )
    late = post("answers", answer(reply="又坏了。", time=(NOW + timedelta(days=1)).isoformat()))
    assert (late.status_code, late.json()["reason"]) == (202, "order_closed")
    stray = post("answers", answer(id="HL-9999"))
    assert (stray.status_code, stray.json()["reason"]) == (202, "unknown_order")
    assert HotlineOrder.objects.get().answer == "路灯已修好。"


def test_who_sent_it_hears_of_their_answer_once_and_reads_it_on_the_page(
    passed: str, theirs: Exchange, settle: Any
) -> None:
    told = Delivery.objects.filter(template="progress", recipient_id=passed)
    before = told.count()
    for _ in range(2):
        post("answers", answer())
        settle(NOW)
    assert told.count() == before + 1
    followed = following.followed(passed)
    assert followed and followed.elsewhere and followed.elsewhere.answer == "路灯已修好。"


def test_an_answer_that_overtakes_our_own_news_of_their_number_finds_its_matter(
    passed: str, theirs: Exchange
) -> None:
    HotlineOrder.objects.update(external_id="")
    assert post("answers", answer(number=passed)).status_code == 201
    assert HotlineOrder.objects.get().external_id == "HL-0001"


def test_while_they_are_down_nothing_is_lost_and_it_goes_out_later(
    theirs: Exchange, city: Cast, settle: Any
) -> None:
    theirs.down = True
    number = post("orders", order()).json()["number"]
    settle(NOW)
    cases.decline(number, "请向法院信访部门反映。", by=city.actor("carol"), now=NOW)
    settle(NOW)
    row = Parcel.objects.get()
    assert (row.sent_at, row.attempts, row.last_error) == (None, 1, "http_503")
    theirs.down = False
    settle(NOW + timedelta(minutes=1))
    assert not theirs.taken, "not before the wait is over"
    settle(NOW + timedelta(minutes=3))
    assert len(theirs.taken) == 1


def compared(theirs: Exchange) -> list[tuple[str, str]]:
    found = hotline.compare(DAY, now=NOW)
    return [(d["id"], d["kind"]) for d in found.differences]


def test_both_lists_are_compared_and_each_difference_is_mended(
    theirs: Exchange, city: Cast, settle: Any, at_desk: Callable[[str], Client]
) -> None:
    said = {
        "same": "邢台市中级人民法院立案庭没人。",
        "answered": "邢台市公安局夜里不出警。",
        "gone": "邢台市中级人民法院执行局一年不回话。",
    }
    numbers = {
        name: post("orders", order(id=name, content=text)).json()["number"] for name, text in said.items()
    }
    settle(NOW)
    theirs.orders = {
        name: order(id=name) | {"state": "accepted"} for name in ("same", "answered", "never-came")
    }
    assert compared(theirs) == [("gone", "missing_there"), ("never-came", "missing_here")]
    cases.decline(numbers["answered"], "请向法院信访部门反映。", by=city.actor("carol"), now=NOW)
    settle(NOW)
    theirs.orders["answered"]["state"] = "accepted"  # they lost it
    assert ("answered", "not_answered_there") in compared(theirs)
    carol = at_desk("carol")
    page = carol.get("/desk/hotline").content.decode()
    assert "never-came" in page and "answered" in page
    for name in ("never-came", "answered"):
        assert carol.post(f"/desk/hotline/days/{DAY}", {"id": name}).status_code == 303
    assert Report.objects.filter(external_id="hotline:never-came").exists()
    assert compared(theirs) == [("gone", "missing_there")]
    assert carol.post(f"/desk/hotline/days/{DAY}", {"id": "none"}).status_code == 404


def test_every_morning_the_day_before_is_compared_once(theirs: Exchange) -> None:
    theirs.down = True
    tidy(NOW)
    assert Reconciliation.objects.get().failed == "http_503"
    theirs.down = False
    tidy(NOW)
    row = Reconciliation.objects.get()
    assert (row.failed, row.day) == ("", DAY - timedelta(days=1))
    asked = len(theirs.seen)
    tidy(NOW)
    assert len(theirs.seen) == asked


def test_our_own_list_is_there_for_them(theirs: Exchange) -> None:
    number = post("orders", order()).json()["number"]
    path = f"/api/hotline/orders?day={DAY}"
    when, nonce = str(int(NOW.timestamp())), "a-list-of-ours"
    heads = {
        "X-Huiyin-Time": when,
        "X-Huiyin-Nonce": nonce,
        "X-Huiyin-Signature": sign(when, nonce, f"GET {path}", b""),
    }
    said = Client().get(path, headers=heads)
    assert said.json() == {"orders": [{"id": "12345-2022-0001", "number": number, "state": "accepted"}]}


def test_closed_networks_exchange_signed_files(
    theirs: Exchange, settings: Any, city: Cast, settle: Any, at_desk: Callable[[str], Client]
) -> None:
    settings.HOTLINE_URL = ""
    from huiyin.intake.channels.hotline.rules.signing import sealed_lines

    rows = [
        {"kind": "order", **order()},
        {"kind": "note", "id": "12345-2022-0001", "note_id": "1", "text": "补充。"},
        {"kind": "?"},
    ]
    data = sealed_lines(SECRET, rows, nonce="a-file-of-theirs", now=NOW)
    carol = at_desk("carol")
    for became in ({"taken": 2, "known": 0, "waiting": 1}, {"taken": 0, "known": 2, "waiting": 1}):
        assert hotline_files.read(data, now=NOW) == became
    assert (
        carol.post("/desk/hotline/import", {"file": SimpleUploadedFile("t.jsonl", data)}).status_code == 303
    )
    for spoilt in (
        data.replace(b"12345-2022", b"12345-2023"),
        data[:-3],
        data.split(b"\n", 1)[1],
        b"",
        b"{}",
        b"x\n" + data,
    ):
        with pytest.raises(NotAllowed, match="unsigned"):
            hotline_files.read(spoilt, now=NOW)
    settle(NOW)
    cases.decline(Case.objects.get().number, "请向法院信访部门反映。", by=city.actor("carol"), now=NOW)
    settle(NOW)
    out = carol.post("/desk/hotline/export")
    first, seal = (json.loads(line) for line in out.content.splitlines())
    assert (first["kind"], first["state"], seal["count"]) == ("answer", "returned", 1)
    with pytest.raises(NotAllowed, match="nothing_to_hand_over"):
        hotline_files.written(now=NOW)


def test_an_order_without_a_unit_waits_and_a_person_takes_it_in_as_the_same_order(
    theirs: Exchange, at_desk: Callable[[str], Client]
) -> None:
    said = post("orders", order(content="办事的地方没人。"))
    assert (said.status_code, said.json()["reason"]) == (202, "unit_unclear")
    row, carol = Waiting.objects.get(), at_desk("carol")
    page = carol.get(f"/desk/waiting/{row.pk}").content.decode()
    assert "办事的地方没人" in page and "13900000000" not in page
    sent = {"go": "take", "unit": Unit.objects.get(code="xt-police").pk, "problem_type": "B2"}
    carol.post(f"/desk/waiting/{row.pk}", sent)
    assert HotlineOrder.objects.get().report == Report.objects.get()
    assert post("orders", order(content="办事的地方没人。")).status_code == 200


def test_an_answer_to_nothing_can_be_read_and_set_aside_only(
    theirs: Exchange, at_desk: Callable[[str], Client]
) -> None:
    post("answers", answer(id="HL-9999"))
    row, carol = Waiting.objects.get(), at_desk("carol")
    page = carol.get(f"/desk/waiting/{row.pk}").content.decode()
    assert "路灯已修好" in page and 'value="take"' not in page
    carol.post(f"/desk/waiting/{row.pk}", {"go": "aside", "note": "已电话告知热线"})
    row.refresh_from_db()
    assert row.settled_at == NOW


@pytest.mark.parametrize("who", ["bob", "henry", "adam", "una", "dan"])
def test_the_exchange_is_for_those_who_take_in(
    who: str, theirs: Exchange, at_desk: Callable[[str], Client]
) -> None:
    allowed = who == "dan"  # he holds every mandate
    assert (at_desk(who).get("/desk/hotline").status_code == 200) == allowed
