"""Acts at the desk: what they do, and what happens to them on a bad day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.cast import DAN, MORNING, Cast

from huiyin.cases import actions as cases
from huiyin.cases.models import Blocked, Case, Evidence, Reply, Verification
from huiyin.doors.desk.tests.conftest import order, written
from huiyin.intake.attachments.actions import discard_expired
from huiyin.intake.models import Attachment, Report
from huiyin.ledger.models import Access, Event
from huiyin.messages.models import Delivery
from huiyin.organisations.models import Unit
from huiyin.ratings.models import Revisit

pytestmark = pytest.mark.django_db

Sit = Callable[[str], Client]
Life = Callable[..., Case]


def form(city: Cast, case: Case, **changes: Any) -> dict[str, Any]:
    plain = {
        "seen": case.version,
        "unit": Unit.objects.get(code="xt-court").pk,
        "handlers": [city.account("bob").pk],
        "approver": city.account("frank").pk,
        "summary": "立案窗口让当事人来回补材料三次。",
        "allegations": "没有一次性告知\n\n态度敷衍\n",
    }
    return plain | changes


def state(case: Case) -> str:
    return Case.objects.get(pk=case.pk).state


def test_an_assignment_gives_what_was_written_to_those_named(life: Life, at_desk: Sit, city: Cast) -> None:
    case = life("received")
    answer = at_desk("carol").post(f"/desk/cases/{case.number}/assignment", form(city, case))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/desk/cases/{case.number}")
    case.refresh_from_db()
    assert (case.state, case.handlers, case.approver) == (
        "assigned",
        [city.account("bob").pk],
        city.account("frank").pk,
    )
    assert list(case.allegations.values_list("text", flat=True)) == ["没有一次性告知", "态度敷衍"]


def test_the_summary_starts_without_the_reporter(life: Life, at_desk: Sit) -> None:
    text = "我叫王小明，电话13900000000，窗口让我来回补了三次材料。"
    case = life("received", text=text, identity_mode="real_name", name="王小明", phone="13900000000")
    body = at_desk("carol").get(f"/desk/cases/{case.number}/assignment").content.decode()
    summary = body.split('name="summary"')[1].split("</textarea>")[0]
    assert "来回补了三次" in summary
    assert "王小明" not in summary and "13900000000" not in summary
    assert not Access.objects.using("witness").exists(), "nobody saw the name, so nobody opened it"


def test_a_conflict_of_interest_shows_before_choosing_and_blocks_and_is_written_down(
    life: Life, at_desk: Sit, city: Cast
) -> None:
    case, dan = life("received"), city.account("dan").pk
    carol = at_desk("carol")
    body = carol.get(f"/desk/cases/{case.number}/assignment").content.decode()
    row = body.split(f'name="handlers" value="{dan}"')[1].split("</li>")[0]
    assert row.startswith(" disabled") and "kept out:" in row
    answer = carol.post(f"/desk/cases/{case.number}/assignment", form(city, case, handlers=[dan]))
    assert answer.status_code == 422
    assert "conflict of interest" in answer.content.decode()
    assert "立案窗口让当事人来回补材料三次" in answer.content.decode(), "what was written is kept"
    assert state(case) == "received"
    assert list(Blocked.objects.values_list("account", "why")) == [(dan, "same_person")]


def test_the_same_form_sent_twice_is_one_act(life: Life, at_desk: Sit, city: Cast) -> None:
    case, carol = life("received"), at_desk("carol")
    sent = form(city, case)
    for _time in range(2):
        assert carol.post(f"/desk/cases/{case.number}/assignment", sent).status_code == 303
    assert Event.objects.filter(subject_kind="case", subject_id=str(case.pk), verb="assign").count() == 1


def test_an_act_that_takes_the_case_out_of_sight_may_be_sent_twice_too(
    life: Life, at_desk: Sit, city: Cast
) -> None:
    case, lee = life("received"), at_desk("lee")
    team = Unit.objects.get(code="xt-team-litigation")
    case = cases.refer(case.number, team, "litigation", "需要专班研判", by=city.actor("carol"), now=MORNING)
    for _time in range(2):
        answer = lee.post(f"/desk/cases/{case.number}/review", {"seen": case.version, "reason": "不属诉讼"})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/")
    assert lee.get(f"/desk/cases/{case.number}").status_code == 404


def test_the_second_of_two_people_is_told_what_changed_and_keeps_their_words(
    life: Life, at_desk: Sit, city: Cast
) -> None:
    case = life("received")
    cases.assign(case.number, order(city), by=city.actor("ivy"), now=MORNING)
    sent = {"seen": case.version, "text": "这件事请到法院信访窗口反映。"}
    answer = at_desk("carol").post(f"/desk/cases/{case.number}/refusal", sent)
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "Assigned for verification" in body and "这件事请到法院信访窗口反映。" in body
    assert state(case) == "assigned" and not Reply.objects.exists()


def test_a_stale_form_for_a_step_that_still_fits_can_be_sent_again(
    life: Life, at_desk: Sit, city: Cast
) -> None:
    case, carol = life("received"), at_desk("carol")
    sent = form(city, case)
    cases.pin(case.number, [city.officer("xt-court-filing-1").pk], by=city.actor("ivy"), now=MORNING)
    answer = carol.post(f"/desk/cases/{case.number}/assignment", sent)
    assert answer.status_code == 409 and "Officer named" in answer.content.decode()
    version = Case.objects.get(pk=case.pk).version
    assert f'name="seen" value="{version}"' in answer.content.decode()
    assert carol.post(f"/desk/cases/{case.number}/assignment", sent | {"seen": version}).status_code == 303


def test_a_picture_is_the_units_only_once_released(life: Life, at_desk: Sit, city: Cast) -> None:
    case = life("received")
    shown, hidden = (picture(case.report, name) for name in ("shown", "hidden"))
    at_desk("carol").post(f"/desk/cases/{case.number}/assignment", form(city, case, released=[shown.pk]))
    body = at_desk("bob").get(f"/desk/cases/{case.number}").content.decode()
    assert f"/attachments/{shown.pk}" in body and f"/attachments/{hidden.pk}" not in body
    assert at_desk("bob").get(f"/desk/cases/{case.number}/attachments/{hidden.pk}").status_code == 404
    assert at_desk("henry").get(f"/desk/cases/{case.number}/attachments/{shown.pk}").status_code == 404


def picture(report: Report, name: str) -> Attachment:
    return Attachment.objects.create(
        report=report,
        kind="photo",
        media_type="image/jpeg",
        size=3,
        sha256="",
        name=name,
        wrapped_key=b"",
        made_at=MORNING,
    )


def report_form(case: Case, city: Cast, **changes: Any) -> dict[str, Any]:
    allegation = case.allegations.get()
    plain = {
        "seen": case.version,
        "verifiers": "尹见微、金予安",
        "no_interest": "on",
        "method": "调取录像",
        "evidence": "3 月 7 日录像\n当班表",
        f"conclusion_{allegation.pk}": "partly",
        f"facts_{allegation.pk}": "录像可见两次补正",
        "officer_0": city.officer(DAN).pk,
        "outcome_0": "educated",
        "matter": "重做清单",
        "proposal": "部分属实，已批评教育。",
    }
    return plain | changes


def test_a_report_with_a_gap_is_kept_and_says_what_is_missing(life: Life, at_desk: Sit, city: Cast) -> None:
    case, bob = life("verifying"), at_desk("bob")
    allegation = case.allegations.get()
    answer = bob.post(
        f"/desk/cases/{case.number}/verification",
        report_form(case, city, **{f"conclusion_{allegation.pk}": "", "no_interest": ""}),
    )
    assert answer.status_code == 422 and state(case) == "verifying"
    wrong = answer.context["form"].errors
    assert set(wrong) == {f"conclusion_{allegation.pk}", "no_interest"}
    kept = Verification.objects.get()
    assert (kept.method, kept.submitted_at) == ("调取录像", None)
    again = bob.get(f"/desk/cases/{case.number}/verification").content.decode()
    assert "录像可见两次补正" in again and "当班表" in again


def test_a_whole_report_goes_to_the_approver_and_onto_paper(life: Life, at_desk: Sit, city: Cast) -> None:
    case = life("verifying")
    answer = at_desk("bob").post(f"/desk/cases/{case.number}/verification", report_form(case, city))
    assert answer.status_code == 303 and state(case) == "submitted"
    found = Verification.objects.get()
    assert [e.description for e in found.evidence.all()] == ["3 月 7 日录像", "当班表"]
    assert [(o.officer_id, o.kind) for o in found.outcomes.all()] == [(city.officer(DAN).pk, "educated")]
    page = at_desk("frank").get(f"/desk/cases/{case.number}/verification/1.pdf")
    assert page.content[:5] == b"%PDF-"
    assert at_desk("henry").get(f"/desk/cases/{case.number}/verification/1.pdf").status_code == 404


def photo() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(content, "JPEG")
    return SimpleUploadedFile("窗口录像截图.jpg", content.getvalue(), "image/jpeg")


def test_evidence_with_a_file_stays_through_rework_and_opens_for_who_reads_the_report(
    life: Life, at_desk: Sit, city: Cast
) -> None:
    case, bob = life("verifying"), at_desk("bob")
    brought = {"file": photo(), "description": "窗口录像截图"}
    assert bob.post(f"/desk/cases/{case.number}/evidence", brought).status_code == 303
    piece = Evidence.objects.get()
    at = f"/desk/cases/{case.number}/evidence/{piece.pk}"
    assert b"".join(bob.get(at).streaming_content)[:3] == b"\xff\xd8\xff"
    assert at_desk("carol").get(at).status_code == 404, "a draft is the handlers' own"
    case.refresh_from_db()
    bob.post(f"/desk/cases/{case.number}/verification", report_form(case, city))
    discard_expired(MORNING + timedelta(days=30))
    for name, status in (
        ("carol", 200),
        ("frank", 200),
        ("eve", 404),
        ("dan", 404),
        ("ben", 404),
        ("henry", 404),
    ):
        assert at_desk(name).get(at).status_code == status, name
    assert "窗口录像截图" in at_desk("frank").get(f"/desk/cases/{case.number}").content.decode()
    case.refresh_from_db()
    at_desk("frank").post(f"/desk/cases/{case.number}/rework", {"seen": case.version, "reason": "请补当班表"})
    case.refresh_from_db()
    bob.post(f"/desk/cases/{case.number}/verification", report_form(case, city))
    second = Verification.objects.get(round=2)
    assert [e.description for e in second.evidence.order_by("pk") if e.attachment] == ["窗口录像截图"]


def test_the_unit_doesnt_read_the_minute_in_which_somebody_stood_at_the_poster(
    life: Life, at_desk: Sit
) -> None:
    case = life("assigned")
    facts = {
        name: at_desk(name)
        .get(f"/desk/cases/{case.number}")
        .content.decode()
        .partition('<dl class="facts">')[2]
        for name in ("carol", "bob")
    }
    minute = {name: "10:42" in text.partition("</dl>")[0] for name, text in facts.items()}
    assert minute == {"carol": True, "bob": False}


def test_a_program_is_no_evidence(life: Life, at_desk: Sit) -> None:
    case = life("verifying")
    program = SimpleUploadedFile("录像.jpg", b"MZ" + b"\0" * 5000, "image/jpeg")
    at_desk("bob").post(f"/desk/cases/{case.number}/evidence", {"file": program, "description": "录像"})
    assert not Evidence.objects.exists()


def test_a_returned_report_goes_on_from_what_was_written(life: Life, at_desk: Sit) -> None:
    case = life("submitted")
    sent = {"seen": case.version, "reason": "请补当班表"}
    assert at_desk("frank").post(f"/desk/cases/{case.number}/rework", sent).status_code == 303
    body = at_desk("bob").get(f"/desk/cases/{case.number}/verification").content.decode()
    assert "调取窗口录像" in body
    assert "请补当班表" in at_desk("bob").get(f"/desk/cases/{case.number}").content.decode()
    assert "Returned to me" in at_desk("bob").get("/desk/").content.decode()


def test_nobody_approves_their_own_finding(life: Life, at_desk: Sit, city: Cast) -> None:
    case = life("verifying")
    cases.submit(case.number, written(case, city), by=city.actor("bob"), now=MORNING)
    Verification.objects.update(by=city.account("frank"))
    case.refresh_from_db()
    answer = at_desk("frank").post(f"/desk/cases/{case.number}/approval", {"seen": case.version})
    assert answer.status_code in (403, 409) and state(case) == "submitted"


def test_the_answer_starts_from_the_proposal_and_is_looked_at_before_it_goes(
    life: Life, at_desk: Sit
) -> None:
    case, carol = life("approved"), at_desk("carol")
    address = f"/desk/cases/{case.number}/reply"
    assert "反映属实，已批评教育。" in carol.get(address).content.decode()
    look = carol.post(address, {"seen": case.version, "text": "您说的是对的。", "look": "1"})
    assert look.status_code == 200 and "As the reporter will see it" in look.content.decode()
    assert state(case) == "approved"
    assert carol.post(address, {"seen": case.version, "text": "您说的是对的。"}).status_code == 303
    assert Reply.objects.get().text == "您说的是对的。"


def test_opening_an_identity_needs_a_reason_shows_it_once_and_stays_on_record(
    life: Life, at_desk: Sit
) -> None:
    case = life("answered", identity_mode="real_name", name="王小明", phone="13900000000")
    ivy, address = at_desk("ivy"), f"/desk/cases/{case.number}/identity"
    assert "13900000000" not in ivy.get(address).content.decode()
    assert ivy.post(address, {"reason": " "}).status_code == 422
    assert not Access.objects.using("witness").exists()
    shown = ivy.post(address, {"reason": "电话回访"})
    assert "王小明" in shown.content.decode() and "13900000000" in shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"
    assert "王小明" not in ivy.get(address).content.decode()
    assert list(Access.objects.using("witness").values_list("what", "reason")) == [("identity", "电话回访")]


def test_an_opening_stays_on_record_even_if_its_page_fails(
    life: Life, at_desk: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = life("answered", identity_mode="contact", phone="13900000000")

    def breaks(*args: Any, **kwargs: Any) -> None:
        raise OSError("the line broke")

    monkeypatch.setattr("huiyin.doors.desk.identity.desk_page", breaks)
    with pytest.raises(OSError, match="the line broke"):
        at_desk("ivy").post(f"/desk/cases/{case.number}/identity", {"reason": "电话回访"})
    assert list(Access.objects.using("witness").values_list("subject_id", "reason")) == [
        (case.number, "电话回访")
    ]


def test_nobody_opens_an_anonymous_report(life: Life, at_desk: Sit) -> None:
    case = life("answered")
    assert (
        at_desk("ivy").post(f"/desk/cases/{case.number}/identity", {"reason": "电话回访"}).status_code == 404
    )
    assert not Access.objects.using("witness").exists()


def test_a_call_a_use_and_the_end(life: Life, at_desk: Sit, city: Cast) -> None:
    case = life("answered", identity_mode="contact", phone="13900000000")
    ivy, here = at_desk("ivy"), f"/desk/cases/{case.number}"
    assert ivy.post(f"{here}/revisit", {"result": "reached"}).status_code == 422, "how satisfied?"
    assert ivy.post(f"{here}/revisit", {"result": "reached", "level": "4"}).status_code == 303
    assert list(Revisit.objects.values_list("result", "level")) == [("reached", 4)]
    used = {"kind": "training", "note": "立案窗口全员培训", "officer": city.officer(DAN).pk}
    assert at_desk("carol").post(f"{here}/use", used).status_code == 303
    assert "立案窗口全员培训" in ivy.get(here).content.decode()
    assert ivy.post(f"{here}/closure", {"seen": case.version}).status_code == 303
    assert state(case) == "closed"


def test_a_team_leads_a_matter_into_its_procedure(
    life: Life, at_desk: Sit, settle: Callable[..., None]
) -> None:
    case = life("referred", text="我不服一审判决，要求改判。", identity_mode="contact", phone="13900000000")
    assert case.state == "referred", "screening sends it to the team for litigation"
    lee = at_desk("lee")
    assert case.number in lee.get("/desk/").content.decode()
    sent = {"seen": case.version, "text": "请在上诉期内向上一级法院上诉。"}
    assert lee.post(f"/desk/cases/{case.number}/procedure", sent).status_code == 303
    settle(MORNING)
    assert state(case) == "answered"
    assert Delivery.objects.filter(template="answered").count() == 1
    assert lee.get(f"/desk/cases/{case.number}").status_code == 404


def test_a_locked_case_is_the_supervisors_alone(
    life: Life, at_desk: Sit, city: Cast, settle: Any, world: Any
) -> None:
    case = life("assigned")
    world.at = case.due_at.replace(hour=23)  # type: ignore[union-attr]
    settle(world.at)
    assert state(case) == "locked"
    case.refresh_from_db()
    for name, status in (("carol", 404), ("bob", 404), ("grace", 303)):
        sent = form(city, case, handlers=[city.account("ben").pk])
        answer = at_desk(name).post(f"/desk/cases/{case.number}/reassignment", sent)
        assert answer.status_code == status, name
    assert state(case) == "assigned"
