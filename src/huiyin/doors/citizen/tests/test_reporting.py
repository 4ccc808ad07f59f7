"""From a scanned code to a receipt, and every way to get it wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huiyin.doors.citizen.queries import first_hash
from huiyin.doors.citizen.tests.conftest import TEXT, Phone
from huiyin.intake.attachments.tests import samples
from huiyin.intake.models import Attachment, Identity, Report, Scans
from huiyin.kernel.clock import SHANGHAI, FixedClock

pytestmark = pytest.mark.django_db


def test_the_scanned_code_names_house_section_and_window_and_counts_once(phone: Phone, poster: str) -> None:
    page = phone.client.get(f"/c/{poster}").content.decode()
    for words in ("邢台市中级人民法院", "立案庭", "3 号窗口", "邢台市委政法委"):
        assert words in page
    phone.client.get(f"/c/{poster}")
    phone.client.head(f"/c/{poster}")
    assert Scans.objects.get().count == 1
    Phone().client.get(f"/c/{poster}")
    assert Scans.objects.get().count == 2


def test_an_unknown_code_leads_kindly_to_the_chooser(phone: Phone) -> None:
    page = phone.client.get("/c/NOSUCHCODE")
    assert page.status_code == 404
    assert "q" in page.context["asked"] and page.context["unknown_code"]


def test_the_chooser_finds_by_words_system_and_place_without_javascript(phone: Phone) -> None:
    def found(query: str) -> list[str]:
        return [unit.code for unit in phone.client.get(f"/report?{query}").context["found"]]

    assert found("q=襄都 法院")[0] == "xiangdu-court"
    assert found("system=police") == ["xt-police", "xt-police-politics"]
    assert "xt-court" not in found("region=130502&system=court")
    assert found("q=nothing-like-it") == []
    assert not any("team" in code or "group" in code for code in found("system=committee"))


def test_a_report_gives_a_receipt_with_number_code_day_and_hash(phone: Phone, poster: str) -> None:
    sent = phone.send(poster)
    assert (sent.status_code, sent.headers["Location"]) == (303, "/receipt")
    report = Report.objects.get()
    number, code = phone.receipt()
    assert number == report.number and len(code.replace(" ", "")) == 16
    assert (report.text, report.place.name, report.identity_mode) == (TEXT, "立案大厅 3 号窗口", "anonymous")
    assert not Identity.objects.exists()
    page = phone.client.get("/receipt").content.decode()
    promised = report.promised_at.astimezone(SHANGHAI)
    assert f"{promised.month} 月 {promised.day} 日（星期" in page
    assert first_hash(number) in page and "data-draft-done" in page


def test_the_receipt_is_gone_after_a_quarter_of_an_hour_and_when_done(
    phone: Phone, poster: str, clock: FixedClock
) -> None:
    phone.send(poster)
    clock.at += timedelta(minutes=14)
    phone.receipt()
    clock.at += timedelta(minutes=2)
    assert phone.client.get("/receipt").headers["Location"] == "/track"
    phone.send(poster, text="Another one.")
    phone.receipt()
    phone.client.post("/receipt/end")
    assert phone.client.get("/receipt").status_code == 302


def test_a_stranger_cant_open_a_receipt_with_a_cookie_of_their_own(phone: Phone, poster: str) -> None:
    phone.send(poster)
    stolen = Phone()
    stolen.client.cookies["receipt"] = phone.client.cookies["receipt"].value[:-4] + "AAAA"
    assert stolen.client.get("/receipt").status_code == 302
    stolen.client.cookies["track"] = phone.client.cookies["receipt"].value
    assert "track_ask" in stolen.client.get("/track").templates[0].name


def test_the_picture_is_a_png_named_by_the_number(phone: Phone, poster: str) -> None:
    phone.send(poster)
    picture = phone.client.get("/receipt/picture")
    assert picture.content.startswith(b"\x89PNG") and picture.headers["Cache-Control"] == "no-store"


def test_sent_twice_is_one_report_and_the_same_receipt(phone: Phone, poster: str) -> None:
    fields = phone.fields(phone.client.get(f"/c/{poster}"))
    fields |= {"text": TEXT, "problem_type": "B2", "identity_mode": "anonymous", "go": "send"}
    assert phone.client.post("/report", fields).status_code == 303
    first = phone.receipt()
    assert phone.client.post("/report", fields).status_code == 303
    assert phone.receipt() == first and Report.objects.count() == 1


def test_a_lost_answer_and_a_new_page_still_give_the_same_receipt(phone: Phone, poster: str) -> None:
    """The 303 never arrived, so the browser keeps the form's key and the citizen opens the page anew."""
    key = phone.fields(phone.client.get(f"/c/{poster}"))["key"]
    phone.send(poster)
    first = phone.receipt()
    phone.client.cookies["form"] = key
    phone.send(poster)
    assert phone.receipt() == first and Report.objects.count() == 1


def test_another_text_from_the_same_form_is_asked_about_and_then_a_report_of_its_own(
    phone: Phone, poster: str
) -> None:
    fields = phone.fields(phone.client.get(f"/c/{poster}"))
    fields |= {"text": TEXT, "problem_type": "B2", "identity_mode": "anonymous", "go": "send"}
    phone.client.post("/report", fields)
    asked = phone.client.post("/report", fields | {"text": "Something else."})
    assert asked.status_code == 409 and Report.objects.get().number in asked.content.decode()
    again = phone.fields(asked) | {
        "text": "Something else.",
        "problem_type": "B2",
        "identity_mode": "anonymous",
    }
    assert phone.client.post("/report", again).status_code == 303
    assert sorted(Report.objects.values_list("text", flat=True)) == sorted([TEXT, "Something else."])


MISTAKES: list[tuple[dict[str, str], str]] = [
    ({"text": ""}, "text"),
    ({"text": " \u200b\n"}, "text"),
    ({"text": "长" * 5001}, "text"),
    ({"problem_type": ""}, "problem_type"),
    ({"problem_type": "ZZ"}, "problem_type"),
    ({"identity_mode": ""}, "identity_mode"),
    ({"identity_mode": "contact", "phone": "12345"}, "phone"),
    ({"identity_mode": "contact", "phone": ""}, "phone"),
    ({"identity_mode": "real_name", "name": "", "phone": "13900000000"}, "name"),
    ({"identity_mode": "real_name", "name": "王" * 41, "phone": "13900000000"}, "name"),
    ({"occurred_on": "2022-03-08"}, "occurred_on"),
    ({"occurred_on": "1990-01-01"}, "occurred_on"),
    ({"occurred_on": "last week"}, "occurred_on"),
    ({"officer_text": "x" * 61}, "officer_text"),
]


@pytest.mark.parametrize(("typed", "field"), MISTAKES)
def test_a_mistake_is_said_beside_its_field_and_nothing_is_lost(
    phone: Phone, poster: str, typed: dict[str, str], field: str
) -> None:
    page = phone.send(poster, **({"officer_text": "戴眼镜的女同志"} | typed))
    html = page.content.decode()
    assert page.status_code == 422 and list(page.context["form"].errors) == [field]
    assert f'id="id_{field}_error"' in html
    kept = {"text": TEXT, "officer_text": "戴眼镜的女同志"} | {"text": TEXT} | typed
    for name in ("officer_text", "occurred_on", "name", "phone"):
        if kept.get(name):
            assert kept[name] in html
    assert not Report.objects.exists()


def test_several_mistakes_are_said_at_once(phone: Phone, poster: str) -> None:
    page = phone.send(poster, text="", identity_mode="contact", phone="1", occurred_on="2030-01-01")
    assert set(page.context["form"].errors) == {"text", "phone", "occurred_on"}


def test_control_characters_go_and_rare_ones_stay(phone: Phone, poster: str) -> None:
    assert phone.send(poster, text="他叫\x00李\u202e䶮\x07 😀\r\n走了").status_code == 303
    assert Report.objects.get().text == "他叫李䶮 😀\n走了"


def test_dates_are_read_as_people_write_them(phone: Phone, poster: str) -> None:
    phone.send(poster, occurred_on="２０２２年3月7日")
    assert str(Report.objects.get().occurred_on) == "2022-03-07"


def test_what_was_typed_before_choosing_anonymous_is_not_kept(phone: Phone, poster: str) -> None:
    phone.send(poster, name="李䶮", phone="13900000000")
    assert not Identity.objects.exists()


def test_a_phone_is_sealed_and_stands_in_no_page_or_cookie(phone: Phone, poster: str) -> None:
    phone.send(poster, identity_mode="contact", phone="139 0000 0000")
    assert Identity.objects.get().has_phone
    shown = phone.client.get("/receipt").content.decode() + str(phone.client.cookies)
    assert "13900000000" not in shown and "139 0000" not in shown


def test_a_unit_that_isnt_there_leads_to_the_chooser(phone: Phone) -> None:
    answer = phone.client.post("/report", {"unit": "nowhere", "text": TEXT})
    assert answer.headers["Location"] == "/report"
    assert "choose" in phone.client.get("/report?unit=xt-team-crime").templates[0].name


def test_without_the_csrf_cookie_the_form_says_so_in_words(poster: str) -> None:
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/report", {"text": TEXT})
    assert answer.status_code == 403 and not Report.objects.exists()


def test_a_photo_of_a_letter_says_it_all_and_an_empty_form_does_not(phone: Phone, poster: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    assert phone.send(poster, text="").status_code == 422
    photo = SimpleUploadedFile("letter.jpg", samples.photo(), "image/jpeg")
    assert phone.send(poster, text="", files=[photo]).status_code == 303
    report = Report.objects.get()
    assert (report.text, report.attachments.count()) == ("见附件", 1)
    assert phone.open(*phone.receipt()).status_code == 303


def test_files_come_with_the_form_and_survive_a_mistake(phone: Phone, poster: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    photo = SimpleUploadedFile("IMG_0001.jpg", samples.photo(), "image/jpeg")
    program = SimpleUploadedFile("photo.jpg", b"MZ" + bytes(5000), "image/jpeg")
    page = phone.send(poster, text="", files=[photo, program])
    assert page.status_code == 422 and "photo.jpg" in page.content.decode()
    fields = phone.fields(page)
    assert len(fields["uploads"]) == 1
    fields |= {"text": TEXT, "problem_type": "B2", "identity_mode": "anonymous"}
    assert phone.client.post("/report", fields).status_code == 303
    assert Attachment.objects.get().report == Report.objects.get()


def test_elder_mode_asks_one_question_a_page_and_keeps_every_answer(phone: Phone, poster: str) -> None:
    phone.client.cookies["large"] = "1"
    page: Any = phone.client.get(f"/c/{poster}")
    asked = [page.context["step"].part]
    assert "textarea" in page.content.decode() and 'type="radio"' not in page.content.decode()
    stuck = phone.client.post("/report", phone.fields(page) | {"go": "next", "text": ""})
    assert stuck.context["step"].part == "text"
    for typed in ({"text": TEXT}, {"problem_type": "B2"}, {"officer_text": "李䶮"}, {}):
        page = phone.client.post("/report", phone.fields(page) | typed | {"go": "next"})
        asked.append(page.context["step"].part)
        assert not page.context["form"].errors, "a question that wasn't put can't be answered wrongly"
    assert asked == ["text", "kind", "details", "files", "identity"]
    back = phone.client.post("/report", phone.fields(page) | {"identity_mode": "anonymous", "go": "back"})
    assert back.context["step"].part == "files"
    sent = phone.client.post("/report", phone.fields(page) | {"identity_mode": "anonymous", "go": "send"})
    assert sent.status_code == 303
    report = Report.objects.get()
    assert (report.text, report.officer_text, report.problem_type) == (TEXT, "李䶮", "B2")
