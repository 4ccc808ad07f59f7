"""A matter entered for somebody else: once, sealed, with a receipt to hand over, and only by those who may."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from tests.cast import MORNING, Cast

from huiyin.cases.models import Case
from huiyin.intake.actions import query_code_for
from huiyin.intake.models import Origin, Report
from huiyin.intake.queries import report_for
from huiyin.intake.vault import open_for
from huiyin.organisations.models import Unit

pytestmark = pytest.mark.django_db

Sit = Callable[[str], Client]
TEXT = "来信说：立案窗口连着三天没有人。"


def filled(**changes: Any) -> dict[str, Any]:
    plain = {
        "key": "a-key-drawn-by-the-form",
        "channel": "letter",
        "came_at": "2022-03-04T09:30",
        "external_id": "信〔2022〕17号",
        "unit": Unit.objects.get(code="xt-court-filing").pk,
        "problem_type": "B2",
        "text": TEXT,
        "identity_mode": "anonymous",
    }
    return plain | changes


def scan() -> BytesIO:
    file = BytesIO()
    Image.new("RGB", (60, 40), "white").save(file, "png")
    file.seek(0)
    file.name = "scan.png"
    return file


def test_a_letter_becomes_a_report_with_its_origin_and_a_receipt(
    city: Cast, at_desk: Sit, settle: Any
) -> None:
    carol = at_desk("carol")
    page = carol.post("/desk/entry", filled(), follow=True)
    report = Report.objects.get()
    origin = report.origin
    code = page.context["receipt"].query_code
    assert (origin.channel, origin.external_id, origin.reply) == ("letter", "信〔2022〕17号", "letter")
    assert origin.entered_by == city.account("carol")
    assert report_for(report.number, code) == report
    assert report.number in page.content.decode()
    # the promise runs from the letter's arrival: twenty-one days after 4 March, not after the entry
    assert report.promised_how["steps"][0]["at"].startswith("2022-03-04T01:30")
    settle(MORNING)
    assert Case.objects.get().acceptor.code == "xt-committee-office"


def test_the_city_s_questions_are_asked_of_whoever_enters_it(at_desk: Sit) -> None:
    carol = at_desk("carol")
    asked = carol.post("/desk/entry", filled(problem_type="Z"))
    assert asked.status_code == 422 and "the people or the work of a court" in asked.content.decode()
    stopped = carol.post("/desk/entry", filled(problem_type="Z", **{"asked-public-service": "no"}))
    assert stopped.status_code == 422 and "12345" in stopped.content.decode()
    assert TEXT in stopped.content.decode() and not Report.objects.exists()
    carol.post("/desk/entry", filled(problem_type="Z", **{"asked-public-service": "danger"}))
    given = Report.objects.get().answers.values_list("question", "option")
    assert list(given) == [("public-service", "danger")]


def test_a_double_click_gives_one_report_and_the_same_receipt(at_desk: Sit) -> None:
    carol = at_desk("carol")
    first = carol.post("/desk/entry", filled(), follow=True).context["receipt"]
    again = carol.post("/desk/entry", filled(), follow=True).context["receipt"]
    assert Report.objects.count() == Origin.objects.count() == 1
    assert first == again


def test_another_text_in_a_form_that_was_sent_is_asked_about_not_swallowed(at_desk: Sit) -> None:
    carol = at_desk("carol")
    carol.post("/desk/entry", filled(external_id=""))
    page = carol.post("/desk/entry", filled(external_id="", text="另一件事"))
    assert page.status_code == 409
    assert page.context["form"].data["text"] == "另一件事"
    assert page.context["form"].data["key"] != "a-key-drawn-by-the-form"


def test_an_external_number_is_entered_once(at_desk: Sit) -> None:
    carol = at_desk("carol")
    carol.post("/desk/entry", filled())
    page = carol.post("/desk/entry", filled(key="another-form"))
    assert page.status_code == 422
    assert Report.objects.get().number in str(page.context["form"].errors["external_id"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"came_at": "2022-03-08T09:00"}, "came_at"),
        ({"came_at": "2020-03-08T09:00"}, "came_at"),
        ({"channel": "web"}, "channel"),
        ({"identity_mode": "contact"}, "phone"),
        ({"identity_mode": "contact", "mail": "alice at example"}, "mail"),
        ({"identity_mode": "real_name", "postal": "襄都区某街 1 号"}, "name"),
        ({"text": ""}, "text"),
        ({"text": "长" * 300_001}, "text"),
        ({"unit": Unit}, "unit"),
    ],
)
def test_each_mistake_stands_beside_its_field_and_nothing_is_lost(
    changes: dict[str, Any], field: str, at_desk: Sit
) -> None:
    page = at_desk("carol").post("/desk/entry", filled(**changes))
    assert page.status_code == 422 and field in page.context["form"].errors
    assert not Report.objects.exists()
    assert page.context["form"].data["text"] == changes.get("text", TEXT)


def test_a_letter_of_300_000_characters_is_taken_whole_and_opens_on_demand(at_desk: Sit, settle: Any) -> None:
    letter = ("窗口没有人。" * 50_000)[:299_999] + "完"
    at_desk("carol").post("/desk/entry", filled(text=letter))
    assert Report.objects.get().text == letter
    settle(MORNING)
    page = at_desk("carol").get(f"/desk/cases/{Report.objects.get().number}").content.decode()
    assert letter in page and page.index("<details") < page.index(letter)


def test_a_scan_alone_is_enough(at_desk: Sit) -> None:
    at_desk("carol").post("/desk/entry", filled(text="", paper_only="on", files=scan()))
    report = Report.objects.get()
    assert (report.text, report.attachments.count()) == ("见附件", 1)


def test_a_file_that_is_refused_keeps_the_other_and_the_text(at_desk: Sit) -> None:
    carol = at_desk("carol")
    bad = BytesIO(b"MZ" + b"\0" * 3000)
    bad.name = "letter.exe"
    page = carol.post("/desk/entry", filled(files=[scan(), bad]))
    assert page.status_code == 422 and len(page.context["uploads"]) == 1
    carol.post("/desk/entry", filled(uploads=page.context["uploads"]))
    assert Report.objects.get().attachments.count() == 1


def test_who_wrote_is_sealed_at_once_with_the_address(city: Cast, at_desk: Sit) -> None:
    said = {
        "identity_mode": "real_name",
        "name": "贺小满",
        "postal": "襄都区某街 1 号",
        "mail": "He@Example.org",
    }
    at_desk("carol").post("/desk/entry", filled(**said))
    report = Report.objects.get()
    committee = Unit.objects.get(code="xt-committee").pk
    person = open_for(city.actor("carol"), report, committee, reason="回信核对地址", now=MORNING)
    assert person and (person.name, person.postal, person.mail) == (
        "贺小满",
        "襄都区某街 1 号",
        "he@example.org",
    )
    stored = f"{vars(report)}{vars(report.origin)}"
    assert "贺小满" not in stored and "某街" not in stored


@pytest.mark.parametrize("who", ["bob", "henry", "adam", "una", "lee"])
def test_only_those_who_take_in_and_review_enter(who: str, at_desk: Sit) -> None:
    assert at_desk(who).post("/desk/entry", filled()).status_code == 403
    assert not Report.objects.exists()


def test_an_accepting_body_enters_what_comes_by_its_own_channels(city: Cast, at_desk: Sit) -> None:
    from huiyin.organisations.models import Mandate

    office = Unit.objects.get(code="xt-committee-office")
    Mandate.objects.create(account=city.account("eve"), unit=office, role="clerk", since="2022-01-01")
    eve = at_desk("eve")
    offered = {code for code, _name in eve.get("/desk/entry").context["form"].fields["channel"].choices}
    assert offered == {"letter", "visit"}
    assert eve.post("/desk/entry", filled(channel="phone")).status_code == 422
    assert eve.post("/desk/entry", filled()).status_code == 303


def test_the_receipt_is_shown_only_where_it_was_entered_and_not_for_ever(at_desk: Sit, world: Any) -> None:
    carol = at_desk("carol")
    carol.post("/desk/entry", filled())
    code = query_code_for("none")
    assert at_desk("ivy").get("/desk/entry/receipt").status_code == 302
    world.at = MORNING.replace(hour=4)
    assert carol.get("/desk/entry/receipt").status_code == 302
    assert code not in carol.get("/desk/entry", follow=True).content.decode()
