"""A letter by its pages: drafted, approved, signed, answered badly, asked again, struck off, proven by anybody."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from PIL import Image
from tests.cast import MORNING, PEOPLE, Cast

from huiyin.journey.worker import run_until_idle
from huiyin.kernel.clock import FixedClock
from huiyin.ledger.models import Event
from huiyin.messages.models import Delivery
from huiyin.organisations.models import Unit
from huiyin.supervision.letters.models import Letter, Seal, Service
from huiyin.supervision.letters.queries import received

pytestmark = pytest.mark.django_db
BODY = "请于三月十日前办结，并书面回复。"


@pytest.fixture
def desk(city: Cast, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Sends a form, or opens a page, as somebody; everything is done at MORNING."""

    def going(who: str, address: str, data: dict[str, object] | None = None, **how: object):  # type: ignore[no-untyped-def]
        client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
        if who:
            client.force_login(city.account(who))
        answer = client.get(address) if data is None else client.post(address, data, **how)
        run_until_idle(MORNING)
        return answer

    with override_settings(CLOCK=FixedClock(MORNING), MEDIA_ROOT=tmp_path):
        yield going


def pk(code: str) -> int:
    return Unit.objects.get(code=code).pk


def signed(desk, kind: str = "supervision", to: tuple[str, ...] = ("xt-police",)) -> Letter:  # type: ignore[no-untyped-def]
    made = desk("carol", "/desk/letters/new", {"key": "b1", "kind": kind, "to": [pk(code) for code in to]})
    assert made.status_code == 303
    letter = Letter.objects.latest("pk")
    at = f"/desk/letters/{letter.pk}"
    worded = {"title": "关于抓紧办理的函", "body": BODY, "seen": letter.version}
    assert desk("carol", f"{at}/wording", worded).status_code == 303
    for who, noun in (("carol", "proposal"), ("grace", "consent"), ("henry", "signature")):
        seen = Letter.objects.get(pk=letter.pk).version
        assert desk(who, f"{at}/{noun}", {"seen": seen}).status_code == 303
    return Letter.objects.get(pk=letter.pk)


def test_from_the_first_draft_until_it_is_struck_off(desk) -> None:  # type: ignore[no-untyped-def]
    letter = signed(desk)
    at, there = f"/desk/letters/{letter.pk}", f"/desk/letters/{letter.pk}/at/{pk('xt-police')}"
    assert letter.state == "delivered" and "邢政法督〔2022〕1号" in desk("eve", "/desk/letters/received").text
    assert desk("eve", f"{there}/receipt", {"seen": ""}).status_code == 303
    due = Service.objects.get().due_at
    assert desk("eve", f"{there}/progress", {"text": "已经约谈当事窗口。"}).status_code == 303
    assert Service.objects.get().state == "acknowledged" and Service.objects.get().due_at == due, (
        "nothing moves"
    )
    assert "已经约谈当事窗口" in desk("grace", at).text
    assert desk("grace", f"{there}/sufficiency", {"seen": ""}).status_code == 404, "progress is no reply"
    assert desk("eve", f"{there}/reply", {"text": "正在整改。"}).status_code == 303
    assert desk("eve", f"{there}/sufficiency", {"seen": ""}).status_code == 404
    empty = desk("grace", f"{there}/insufficiency", {"reason": "嗯"})
    assert empty.status_code == 422
    assert desk("grace", f"{there}/insufficiency", {"reason": "没有写明完成日期"}).status_code == 303
    assert "没有写明完成日期" in desk("eve", at).text
    assert desk("eve", f"{there}/reply", {"text": "三月九日已整改到位。"}).status_code == 303
    assert desk("grace", f"{there}/sufficiency", {"seen": ""}).status_code == 303
    assert desk("eve", f"{there}/progress", {"text": "已复查两次。"}).status_code == 303
    assert desk("grace", f"{there}/striking-off", {"note": "现场看过"}).status_code == 303
    assert Letter.objects.get().state == "concluded" and Service.objects.get().state == "struck_off"


def test_a_letter_exists_only_for_those_meant(desk, city: Cast) -> None:  # type: ignore[no-untyped-def]
    letter = signed(desk)
    pages = [
        f"/desk/letters/{letter.pk}{rest}"
        for rest in ("", "/paper.pdf", "/paper.docx", "/wording", "/signature")
    ]
    reading = {"carol", "ivy", "grace", "henry", "eve", "paul", "dan"}
    for who in (*PEOPLE, "dan"):
        answers = [desk(who, page).status_code for page in pages]
        assert (answers[0] == 200) == (who in reading), who
        if who not in reading:
            assert {*answers} <= {404}, (who, answers)
    lists = desk("bob", "/desk/letters/received").text
    assert "关于抓紧办理的函" not in lists


def test_who_is_reported_on_meets_nothing_of_a_letter_to_their_own_house(desk, city: Cast) -> None:  # type: ignore[no-untyped-def]
    """Dan holds every mandate of court and committee; a letter to his house is none of the committee's to him."""
    letter = signed(desk, to=("xt-court",))
    Letter.objects.filter(pk=letter.pk).update(accused=[city.account("dan").officer_id])
    for address in (f"/desk/letters/{letter.pk}", f"/desk/letters/{letter.pk}/paper.pdf"):
        assert desk("dan", address).status_code == 404
    for address in ("/desk/letters", "/desk/letters/received", "/desk/letters.csv"):
        answer = desk("dan", address)
        assert answer.status_code == 200 and "关于抓紧办理的函" not in answer.text


def test_anybody_who_holds_the_paper_can_prove_it_and_learns_nothing_else(desk) -> None:  # type: ignore[no-untyped-def]
    letter = signed(desk)
    address = f"/proof/{letter.proof}"
    page = desk("", address)
    assert (
        page.status_code == 200
        and "邢政法督〔2022〕1号" in page.text
        and "督办函" in page.text
        and "2022年3月7日" in page.text
    )
    for secret in (BODY, letter.title, "公安局"):
        assert secret not in page.text
    pdf = b"".join(desk("carol", f"/desk/letters/{letter.pk}/paper.pdf").streaming_content)
    same = desk("", address, {"file": SimpleUploadedFile("a.pdf", pdf)})
    changed = desk("", address, {"file": SimpleUploadedFile("a.pdf", pdf + b" ")})
    assert "一个字节都没有改动过" in same.text and "一个字节都没有改动过" not in changed.text
    assert desk("", "/proof/22222222222222222222").status_code == 404
    desk("henry", f"/desk/letters/{letter.pk}/voiding", {"reason": "发错了单位", "seen": letter.version})
    assert "已作废" in desk("", address).text


def test_one_act_sends_a_circular_to_many_and_the_sheet_lists_each(desk) -> None:  # type: ignore[no-untyped-def]
    signed(desk, "circular", ("xt-court", "xt-police"))
    rows = list(
        csv.reader(StringIO(desk("carol", "/desk/letters.csv?kind=circular").content.decode("utf-8-sig")))
    )
    assert [row[3] for row in rows[1:]] == ["邢台市中级人民法院", "邢台市公安局"]
    assert {row[0] for row in rows[1:]} == {"邢政法通〔2022〕1号"}
    assert (
        len(list(csv.reader(StringIO(desk("carol", "/desk/letters.csv?kind=advice").content.decode())))) == 1
    )


def test_the_same_form_sent_twice_drafts_one_letter_and_a_draft_is_marked(desk) -> None:  # type: ignore[no-untyped-def]
    form = {"key": "b9", "kind": "reminder", "to": [pk("xt-police")]}
    assert desk("carol", "/desk/letters/new", form).url == desk("carol", "/desk/letters/new", form).url
    draft = desk("carol", f"/desk/letters/{Letter.objects.get().pk}/paper.pdf")
    assert draft.content.startswith(b"%PDF")
    held = desk(
        "carol", f"/desk/letters/{Letter.objects.get().pk}/proposal", {"seen": Letter.objects.get().version}
    )
    assert held.status_code == 422 and "待填" in held.text


def test_a_seal_is_brought_by_whoever_keeps_the_body_and_shown_to_nobody(desk) -> None:  # type: ignore[no-untyped-def]
    out = BytesIO()
    Image.new("RGBA", (300, 300), (200, 0, 0, 255)).save(out, "PNG")
    house, other = f"/desk/admin/seals/{pk('xt-committee')}", f"/desk/admin/seals/{pk('xt-court')}"
    assert desk("carol", "/desk/admin/seals").status_code == 404
    assert desk("carol", house, {"file": SimpleUploadedFile("s.png", out.getvalue())}).status_code == 404
    assert desk("adam", other, {"file": SimpleUploadedFile("s.png", out.getvalue())}).status_code == 404
    desk("adam", house, {"file": SimpleUploadedFile("s.png", b"no picture")})
    assert not Seal.objects.exists()
    desk("adam", house, {"file": SimpleUploadedFile("s.png", out.getvalue())})
    assert Seal.objects.get().unit_id == pk("xt-committee")
    assert "image/png" not in desk("adam", "/desk/admin/seals").headers["Content-Type"]


def test_all_houses_are_addressed_in_one_choice_and_nobody_is_refused(desk) -> None:  # type: ignore[no-untyped-def]
    form = {"key": "b31", "kind": "circular", "many": "all", "to": [pk("xt-court")], "copies": []}
    assert desk("carol", "/desk/letters/new", form).status_code == 303
    letter = Letter.objects.get()
    houses = Unit.objects.filter(pk__in=[s.unit_id for s in letter.services.all()])
    assert {one.code for one in houses} >= {"xt-court", "xt-police", "xiangdu-court"}
    assert not houses.exclude(parent=None).exists(), "houses as a whole"
    courts = desk("carol", "/desk/letters/new", {"key": "b32", "kind": "circular", "many": "court"})
    assert courts.status_code == 303
    assert set(Letter.objects.latest("pk").services.values_list("unit__system", flat=True)) == {"court"}
    nobody = desk("carol", "/desk/letters/new", {"key": "b33", "kind": "circular", "many": ""})
    assert nobody.status_code == 422 and "请选择主送单位" in nobody.text


def test_the_list_of_letters_asks_as_often_for_six_as_for_one(desk, city: Cast) -> None:  # type: ignore[no-untyped-def]
    """Statements of the list, not of the page around it."""
    paul = city.actor("paul")
    letter = signed(desk)
    asked = []
    for many in (1, 6):
        for serial in range(Letter.objects.count(), many):
            made = Letter.objects.get(pk=letter.pk)
            made.pk, made.because, made.serial, made.proof = (
                None,
                f"copy:{serial}",
                100 + serial,
                f"proof{serial}",
            )
            made.save()
            Service.objects.create(
                letter=made, unit_id=pk("xt-police"), position=0, state="delivered", delivered_at=MORNING
            )
        with CaptureQueriesContext(connection) as caught:
            assert len(received(paul, MORNING)) == many
        asked.append(len(caught))
    assert asked[0] == asked[1]


def test_a_house_hears_of_a_paper_by_mail_and_of_none_about_a_case(desk, city: Cast) -> None:  # type: ignore[no-untyped-def]
    Unit.objects.filter(code="xt-police").update(mail="office@police.example")
    signed(desk, "circular", ("xt-court", "xt-police"))
    mail = Delivery.objects.get(channel="email")
    assert (mail.recipient_kind, mail.recipient_id) == ("unit", str(pk("xt-police")))
    assert "police.example" not in str(mail.params), "an address is looked up for the moment of sending only"


def test_everybody_sets_their_own_number_for_text_messages(desk, city: Cast) -> None:  # type: ignore[no-untyped-def]
    assert desk("bob", "/desk/phone", {"number": "12345"}).status_code == 422
    assert desk("bob", "/desk/phone", {"number": "139 0000 0000"}).status_code == 302
    assert city.account("bob").text_number == "+8613900000000"
    assert "13900000000" not in str(list(Event.objects.values_list("data", flat=True)))
    desk("bob", "/desk/phone", {"number": ""})
    assert city.account("bob").text_number == ""
