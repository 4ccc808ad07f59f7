"""A type of problem may ask more: one page, nothing typed is lost, and an answer may say that it isn't ours."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import MORNING, blueprint

from huiyin.doors.citizen.tests.conftest import TEXT, Phone
from huiyin.intake.actions import Wrong, receive
from huiyin.intake.attachments.tests import samples
from huiyin.intake.models import Answer, Attachment, Report
from huiyin.intake.queries import stands_as_received
from huiyin.intake.rules.submission import Submission
from huiyin.journey.worker import run_until_idle
from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.lifecycle import Refused
from huiyin.organisations.models import Unit
from huiyin.policy import actions as policy
from huiyin.policy.rules.asking import Option, Question
from huiyin.triage.routing.models import RoutingDecision

pytestmark = pytest.mark.django_db
ASKED = "asked-public-service"


def test_the_question_is_put_and_the_answer_is_part_of_the_report(phone: Phone, poster: str) -> None:
    page = phone.send(poster, problem_type="Z", officer_text="项望舒")
    assert (page.status_code, Report.objects.count()) == (200, 0)
    assert "有关吗" in page.content.decode()
    again = phone.client.post("/report", phone.fields(page) | {"go": "send"})
    assert again.status_code == 422 and "请选一个" in again.content.decode()
    sent = phone.client.post("/report", phone.fields(again) | {"go": "send", ASKED: "danger"})
    assert (sent.status_code, sent.headers["Location"]) == (303, "/receipt")
    report = Report.objects.get()
    assert (report.text, report.problem_type, report.officer_text) == (TEXT, "Z", "项望舒")
    assert [(a.question, a.option) for a in report.answers.all()] == [("public-service", "danger")]
    assert stands_as_received(report)
    Answer.objects.update(option="yes")
    assert not stands_as_received(report), "an answer that was changed shows"


def test_an_answer_that_stops_says_where_to_turn_and_keeps_the_text(phone: Phone, poster: str) -> None:
    page = phone.send(poster, problem_type="Z")
    stopped = phone.client.post("/report", phone.fields(page) | {"go": "send", ASKED: "no"})
    html = stopped.content.decode()
    assert stopped.status_code == 200 and "12345" in html and TEXT in html and not Report.objects.exists()
    back = phone.client.post("/report", phone.fields(stopped) | {"go": "back"})
    assert TEXT in back.content.decode() and back.context["form"]["problem_type"].value() == "Z"


def test_files_sent_without_javascript_wait_with_the_question(phone: Phone, poster: str) -> None:
    photo = SimpleUploadedFile("a.jpg", samples.photo(), "image/jpeg")
    page = phone.send(poster, problem_type="Z", files=photo)
    sent = phone.client.post("/report", phone.fields(page) | {"go": "send", ASKED: "yes"})
    assert sent.status_code == 303
    assert Attachment.objects.filter(report=Report.objects.get()).count() == 1


def test_other_types_are_asked_nothing(phone: Phone, poster: str) -> None:
    assert phone.send(poster).status_code == 303
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        ("Z", (("public-service", "no"),)),
        ("Z", (("public-service", "unheard-of"),)),
        ("B2", (("public-service", "yes"),)),
        ("Z", (("public-service", "yes"), ("public-service", "danger"))),
    ],
)
def test_what_is_not_on_offer_is_no_answer(
    phone: Phone, kind: str, answers: tuple[tuple[str, str], ...]
) -> None:
    unit = Unit.objects.get(code="xt-court")
    with pytest.raises(Wrong) as wrong:
        receive(Submission("k", unit.pk, TEXT, kind, "anonymous", answers=answers), now=MORNING)
    assert wrong.value.fields == {"answers": Refused("unknown_choice")}
    assert not Report.objects.exists()


def test_an_answer_may_say_whose_it_is_and_how_urgent(phone: Phone) -> None:
    city = blueprint()
    roads = Question(
        code="where", text="在哪儿？", text_en="Where?", types=("L",),
        options=(
            Option(code="road", text="在路上", text_en="On a road", unit="xt-police", priority=2),
            Option(code="yard", text="在院里", text_en="In the yard"),
        ),
    )  # fmt: skip
    policy.load(replace(city, questions=(roads,)), by=SYSTEM, now=MORNING)
    unit = Unit.objects.get(code="xt-court")
    for n, option in enumerate(("road", "yard")):
        text = ("夜里太黑，盼着装一盏灯。", "台阶太高，轮椅上不去。")[n]
        receive(
            Submission(f"k{n}", unit.pk, text, "L", "anonymous", answers=(("where", option),)), now=MORNING
        )
    run_until_idle(MORNING)
    made = {
        d.report.text[:2]: d for d in RoutingDecision.objects.select_related("unit", "report__case__unit")
    }
    assert (made["夜里"].source, made["夜里"].priority) == ("answer", 2)
    assert made["夜里"].report.case.unit.code == "xt-police"
    assert made["夜里"].report.case.summary.endswith("在哪儿？在路上")
    assert (made["台阶"].source, made["台阶"].rule) == ("rule", "in-charge")
