"""A report that carries a mark of secrecy: until its officer has looked at it, for nobody else it exists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.cast import DAN, MORNING, PEOPLE, Cast
from tests.lives import Life
from tests.story.attacking import NUMBER, Answer, ask, filled_in, patterns, plain
from tests.story.living import Life as Living

from huiyin.cases import actions
from huiyin.cases.actions import Said, hold_back
from huiyin.cases.models import Case
from huiyin.cases.queries import replayed
from huiyin.intake.actions import Receipt, supplement
from huiyin.intake.attachments.actions import store
from huiyin.intake.attachments.rules.kinds import Limits
from huiyin.intake.attachments.tests.samples import photo
from huiyin.intake.models import Attachment, HotlineOrder, Parcel, Report, Supplement, Upload
from huiyin.kernel.clock import FixedClock
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.queries import events_of
from huiyin.messages.models import Delivery, Notice
from huiyin.organisations.models import Mandate, Unit
from huiyin.triage.secrecy.actions import delete, release
from huiyin.triage.secrecy.models import Quarantine

pytestmark = pytest.mark.django_db(databases=["default", "witness"])
Send = Callable[..., Receipt]
Settle = Callable[[datetime], None]

TEXT = "密语一二三。捡到一份材料：\n机密★10年\n窗口的项望舒不收。"
SAID = "密语一二三"
REAL = {"identity_mode": "real_name", "name": "闻人遐", "phone": "13900000000"}
NEVER = "XT-2022-987654"
OTHERS = (*(name for name in PEOPLE if name != "nora"), "dan", "anonymous")
GUESSING = ("carol", "grace", "henry", "bob", "lee", "dan", "una", "anonymous")
"""One of each kind of those who might guess an address."""
BY_NUMBER = ("/oversight/audit", "/oversight/audit/accesses")
"""Where an auditor reads who did what: by number, never by content."""


@pytest.fixture
def city(city: Cast, settings: Any, tmp_path: Any) -> Cast:
    settings.CLOCK = FixedClock(MORNING)
    settings.MEDIA_ROOT = tmp_path
    settings.KEPT_SECONDS = 0
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    dan, committee = city.account("dan"), Unit.objects.get(code="xt-committee")
    for role in ("secrecy", "administrator", "security", "auditor"):
        Mandate.objects.create(account=dan, unit=committee, role=role, since=MORNING.date())
    return city


def browser(city: Cast, name: str) -> Client:
    client = Client(headers={"accept-language": "zh"}, raise_request_exception=False)
    if name != "anonymous":
        client.force_login(city.account(name))
    return client


def parts(number: str, pk: int) -> dict[str, object]:
    return {
        "number": number,
        "pk": pk,
        "turn": 1,
        "token": "NOSUCH",
        "code": DAN,
        "kind": "csv",
        "attachment": 1,
        "form": "pdf",
        "noun": "signature",
        "unit": 1,
        "judged": 1,
        "member": 1,
        "task": 1,
        "indicator": 1,
        "way": "up",
        "target": "unit",
        "text": "working-rules",
        "day": "2022-03-06",
        "changed": "2022-03-06",
    }


def lists(city: Cast, name: str, before: dict[str, Answer] | None = None) -> dict[str, Answer]:
    """What every address says that isn't one row's; not asked again where the door refused them `before`."""
    client = browser(city, name)
    addresses = [filled_in(route, parts("", 987654)) for route in plain()]
    addresses += [
        "/desk/cases?q=密语",
        "/desk/cases?q=XT-2022",
        "/desk/cases.xlsx",
        "/oversight/cases?measure=received",
    ]
    asked = [at for at in addresses if at not in BY_NUMBER and not (before and before[at].refused)]
    return {address: ask(client, address) for address in asked}


def test_nobody_else_learns_of_it_at_any_address(city: Cast, send: Send, settle: Settle) -> None:
    settle(MORNING)
    before = {name: lists(city, name) for name in OTHERS}
    number = send(text=TEXT, **REAL).number
    settle(MORNING)
    held = Quarantine.objects.get()
    for name in OTHERS:
        now = lists(city, name, before[name])
        assert [at for at in now if now[at] != before[name][at]] == [], name
    for name in GUESSING:
        client = browser(city, name)
        for route in patterns():
            for method in ("GET", "POST"):
                if NUMBER in route:
                    one, none = (
                        ask(client, filled_in(route, parts(n, 1)), method, masked=True)
                        for n in (number, NEVER)
                    )
                    assert one == none, (name, route, method)
                elif "secrecy/<int:pk>" in route:
                    one, none = (
                        ask(client, filled_in(route, parts("", pk)), method, masked=True)
                        for pk in (held.pk, 987654)
                    )
                    assert one == none and one.status in (302, 404, 405), (name, route, method)
    assert not Case.objects.exists()
    assert set(Notice.objects.values_list("account__username", flat=True)) == {"city.secrecy"}
    assert number in ask(browser(city, "una"), BY_NUMBER[0]).said()
    for address in BY_NUMBER:
        assert number not in ask(browser(city, "dan"), address).said()
        told = ask(browser(city, "una"), address).said()
        assert SAID not in told and "项望舒" not in told


def test_the_officer_reads_it_and_the_reporter_keeps_receipt_and_promise(
    city: Cast, send: Send, settle: Settle
) -> None:
    receipt = send(text=TEXT, **REAL)
    settle(MORNING)
    held = Quarantine.objects.get()
    page = ask(browser(city, "nora"), f"/desk/secrecy/{held.pk}").said()
    assert SAID in page and "密级标志" in page and "闻人遐" not in page
    assert Delivery.objects.get().template == "receipt"
    phone = Client(headers={"accept-language": "zh"})
    phone.post("/track", {"number": receipt.number, "query_code": receipt.query_code})
    page = phone.get("/track").content.decode()
    assert "正在作保密审查" in page and "答复您的日期不变" in page
    assert SAID not in phone.get("/track/check").content.decode()


def test_what_is_released_goes_its_way_as_if_just_arrived(city: Cast, send: Send, settle: Settle) -> None:
    receipt = send(text=TEXT)
    settle(MORNING)
    later = MORNING + timedelta(days=1)
    release(Quarantine.objects.get().pk, "是旧报纸", by=city.actor("nora"), now=later)
    settle(later)
    case = Case.objects.get(number=receipt.number)
    assert (case.state, case.opened_at, case.promised_at) == ("received", later, receipt.promised_at)
    assert case.due_at > later and city.officer(DAN).pk in case.accused
    assert Notice.objects.filter(template="to_review", account__username="city.reviewer").exists()
    assert ask(browser(city, "nora"), f"/desk/cases/{case.number}").status == 404
    assert SAID not in ask(browser(city, "nora"), f"/desk/secrecy/{Quarantine.objects.get().pk}").said()
    assert SAID in ask(browser(city, "carol"), f"/desk/cases/{case.number}").said()
    assert ask(browser(city, "dan"), f"/desk/cases/{case.number}").status == 404


def test_what_is_deleted_is_told_to_its_reporter_and_to_nobody_else(
    city: Cast, send: Send, settle: Settle
) -> None:
    receipt = send(text=TEXT, **REAL)
    settle(MORNING)
    delete(Quarantine.objects.get().pk, "确系涉密", "《保守国家秘密法》", by=city.actor("nora"), now=MORNING)
    settle(MORNING)
    assert not Case.objects.exists() and Delivery.objects.count() == 1
    phone = Client(headers={"accept-language": "zh"})
    phone.post("/track", {"number": receipt.number, "query_code": receipt.query_code})
    page = phone.get("/track").content.decode()
    assert "您的反映已依法删除" in page and "/track/supplement" not in page
    check = phone.get("/track/check").content.decode()
    assert receipt.hash in check and "依法删除" in check and "《保守国家秘密法》" in check
    assert SAID not in check
    assert phone.post("/track/supplements", {"text": "再说一遍"}).status_code in (303, 404, 409)
    assert not Supplement.objects.exclude(text="").exists()


def test_an_addition_is_held_alone_and_its_case_goes_on(city: Cast, send: Send, settle: Settle) -> None:
    receipt = send()
    settle(MORNING)
    life = Life(city, receipt.number, MORNING)
    life.assigned()
    report = Report.objects.get()
    supplement(report, "密语四五六：内部资料 注意保存", now=MORNING)
    address = f"/desk/cases/{receipt.number}"
    assert "密语四五六" not in ask(browser(city, "carol"), address).said(), (
        "not even before the program looked"
    )
    settle(MORNING)
    for name in OTHERS:
        assert "密语四五六" not in ask(browser(city, name), address).said()
    assert not Notice.objects.filter(template="supplemented").exists()
    search = "/desk/cases?q=密语四五六"
    assert receipt.number not in ask(browser(city, "carol"), search).said()
    release(Quarantine.objects.get().pk, "不涉密，是宣传册", by=city.actor("nora"), now=MORNING)
    settle(MORNING)
    assert "密语四五六" in ask(browser(city, "carol"), address).said()
    assert receipt.number in ask(browser(city, "carol"), search).said()
    assert Notice.objects.filter(template="supplemented").exists()
    supplement(report, "密语七八九：绝密★长期", now=MORNING)
    settle(MORNING)
    delete(
        Quarantine.objects.get(state="held").pk,
        "确系涉密",
        "《保守国家秘密法》",
        by=city.actor("nora"),
        now=MORNING,
    )
    assert "密语七八九" not in Supplement.objects.latest("pk").text
    assert Report.objects.get().text == report.text
    page = ask(browser(city, "carol"), address).said()
    assert "密语七八九" not in page and page


def test_nobody_looks_in_time_and_those_who_lead_hear_that_and_no_more(
    city: Cast, send: Send, settle: Settle
) -> None:
    send(text=TEXT)
    settle(MORNING)
    held = Quarantine.objects.get()
    settle(held.due_at + timedelta(minutes=1))
    told = Notice.objects.exclude(account__username="city.secrecy")
    assert set(told.values_list("template", "account__username")) == {("secrecy_late", "city.leader")}
    assert not [notice for notice in told if held.report.number in str(notice.params) + notice.case]


def test_where_there_is_no_secrecy_officer_it_stays_held_and_somebody_hears(
    city: Cast, send: Send, settle: Settle
) -> None:
    Mandate.objects.filter(role="secrecy").delete()
    send(text=TEXT)
    settle(MORNING)
    assert not Case.objects.exists() and Quarantine.objects.get().state == "held"
    assert set(Notice.objects.values_list("template", "account__username")) == {
        ("secrecy_late", "city.leader")
    }


MINE = "办理中的件里抄了一份带密级的方案"


def held_back(city: Cast, life: Living) -> Case:
    """Carol sees a secret in a file that Bob works on, and takes it out of sight, by her page."""
    case = life.brought_to("verifying", text=f"密语一二三。{MINE}。", **REAL)
    answer = browser(city, "carol").post(
        f"/desk/cases/{case.number}/secrecy-check",
        {"reason": "抄了方案第三页", "seen": case.version, "do": "1"},
    )
    assert answer.status_code == 303 and answer["location"] == "/desk/"
    life.settle(life.now)
    return Case.objects.get(pk=case.pk)


def test_a_file_that_is_worked_on_can_be_held_by_hand_and_comes_back_where_it_stood(
    city: Cast, life: Living
) -> None:
    case = held_back(city, life)
    held = Quarantine.objects.get()
    for name in ("carol", "grace", "henry", "bob", "frank"):
        client = browser(city, name)
        for route in (route for route in patterns() if NUMBER in route):
            here, none = (
                ask(client, filled_in(route, parts(n, 1)), masked=True) for n in (case.number, NEVER)
            )
            assert here == none, (name, route)
        for address in (
            "/desk/",
            "/desk/cases",
            f"/desk/cases?q={MINE[:4]}",
            "/desk/notices",
            "/desk/movements",
        ):
            assert case.number not in ask(client, address).said(), (name, address)
    page = ask(browser(city, "nora"), f"/desk/secrecy/{held.pk}").said()
    assert MINE in page and "抄了方案第三页" in page
    order = HotlineOrder.objects.create(direction="in", external_id="A1", report=case.report, made_at=MORNING)
    Parcel.objects.create(order=order, kind="answer", due_at=MORNING)
    assert browser(city, "carol").get("/desk/hotline").context["unsent"] == 0, "nor does a number tell of it"
    assert not Notice.objects.filter(case=case.number).exists()
    life.settle(life.now + timedelta(days=60))
    assert not Notice.objects.filter(case=case.number).exists(), "its clocks run, and nobody hears of it"

    later = life.now + timedelta(days=61)
    release(held.pk, "是公开的旧方案", by=city.actor("nora"), now=later)
    life.settle(later)
    assert browser(city, "carol").get("/desk/hotline").context["unsent"] == 1
    back = Case.objects.get(pk=case.pk)
    assert (back.state, back.handlers, back.promised_at) == (case.state, case.handlers, case.promised_at)
    assert ask(browser(city, "bob"), f"/desk/cases/{case.number}").status == 200
    assert life.told("back_in_sight") == life.names("bob")
    assert ask(browser(city, "nora"), f"/desk/cases/{case.number}").status == 404
    stored, folded = replayed(case.number)
    assert stored == folded
    assert [e.verb for e in events_of("case", case.pk) if e.verb in ("hold_back", "put_back")] == [
        "hold_back",
        "put_back",
    ]


def test_the_officer_holds_a_file_by_its_number_and_learns_of_no_other(city: Cast, life: Living) -> None:
    case = life.brought_to("verifying", text=f"密语一二三。{MINE}。", **REAL)
    nora, said = browser(city, "nora"), {"reason": "承办人报告抄有密件"}
    answers = [ask(nora, "/desk/secrecy/hold", "POST", masked=True, number=n, **said) for n in ("", NEVER)]
    assert [answer.status for answer in answers] == [422, 422]
    assert ask(nora, "/desk/secrecy/hold", "POST", number=case.number.lower(), **said).status == 303
    held = Quarantine.objects.get()
    assert (held.report_id, Case.objects.get().held_back) == (case.report_id, True)
    assert ask(browser(city, "bob"), f"/desk/cases/{case.number}").status == 404
    assert MINE in ask(nora, f"/desk/secrecy/{held.pk}").said()
    again = ask(nora, "/desk/secrecy/hold", "POST", masked=True, number=case.number, **said)
    assert again.status == 422, "it is held already"
    release(held.pk, "是公开的旧方案", by=city.actor("nora"), now=life.now)
    life.settle(life.now)
    Case.objects.update(accused=[city.account("nora").officer_id])
    own = ask(nora, "/desk/secrecy/hold", "POST", number=case.number, **said)
    assert own.status == 422 and not Case.objects.get().held_back, "it is about them"


def test_what_is_deleted_by_hand_goes_out_of_the_file_too(
    city: Cast, life: Living, settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    """With what was written into it and what was brought to it after the report: evidence, papers of a talk."""
    settings.MEDIA_ROOT = tmp_path
    case = life.brought_to("verifying", text=f"密语一二三。{MINE}。", **REAL)
    for name in ("evidence", "talk", "later"):
        token = _stored(name, life.now)
        bob = {"by": city.actor("bob"), "now": life.now}
        if name == "evidence":
            actions.attach_evidence(case.number, token, "方案第三页的照片", **bob)
        elif name == "talk":
            talk = actions.write_talk(case.number, Said("call", True, life.now, "说到方案。", token), **bob)
        else:
            actions.add_talk_paper(case.number, talk.pk, token, **bob)
    hold_back(case.number, "抄了方案第三页", by=city.actor("carol"), now=life.now)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 3
    with django_capture_on_commit_callbacks(execute=True):
        delete(
            Quarantine.objects.get().pk, "确系涉密", "《保守国家秘密法》", by=city.actor("nora"), now=life.now
        )
        life.settle(life.now)
    gone = Case.objects.get(pk=case.pk)
    assert (gone.state, gone.title, gone.summary, gone.held_back) == ("closed", "", "", True)
    assert (
        not gone.allegations.exclude(text="").exists() and not gone.deadlines.filter(ended_at=None).exists()
    )
    assert not gone.talks.exclude(text="").exists()
    assert not Attachment.objects.exclude(wrapped_key=b"").exists() and not Upload.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert ask(browser(city, "carol"), f"/desk/cases/{case.number}").status == 404
    stored, folded = replayed(case.number)
    assert stored == folded


def _stored(draft: str, now: datetime) -> str:
    """A photograph that arrived whole."""
    return store(
        BytesIO(photo()), draft=draft, size=len(photo()), free=10**12, limits=Limits(), now=now
    ).token


def test_nobody_is_held_for_whom_no_officer_could_let_go(city: Cast, life: Living) -> None:
    case = life.brought_to("assigned")
    Mandate.objects.filter(role="secrecy").update(until=MORNING.date() - timedelta(days=1))
    with pytest.raises(NotAllowed, match="no_secrecy_officer"):
        hold_back(case.number, "抄了方案第三页", by=city.actor("carol"), now=life.now)
    assert not Quarantine.objects.exists() and not Case.objects.get(pk=case.pk).held_back
