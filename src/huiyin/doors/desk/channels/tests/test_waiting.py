"""What waits at a channel, and the answers that people give themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import Client
from tests.cast import DAN, MORNING, Cast, blueprint

from huiyin.cases import actions as cases
from huiyin.cases.models import Case
from huiyin.intake.attachments.rules.kinds import Limits
from huiyin.intake.channels.actions import take_in
from huiyin.intake.channels.mail.actions import Room, take_letter
from huiyin.intake.channels.rules.arrivals import Arrival
from huiyin.intake.models import NamedOfficer, ReplyTask, Report, Waiting
from huiyin.intake.rules.submission import Submission
from huiyin.journey.worker import run_until_idle
from huiyin.kernel.actor import SYSTEM
from huiyin.ledger.models import Access
from huiyin.ledger.queries import broken_at
from huiyin.messages.models import Delivery
from huiyin.organisations.actions import grant
from huiyin.organisations.models import Unit
from huiyin.policy import actions as policy_actions
from huiyin.policy.queries import policy
from huiyin.triage.models import Quarantine

pytestmark = pytest.mark.django_db

Sit = Callable[[str], Client]
ROOM = Room(10**12, Limits())


@pytest.fixture
def parked(city: Cast) -> Waiting:
    mail = EmailMessage()
    mail["From"], mail["Message-ID"], mail["Subject"] = "he@example.org", "<1@example.org>", "没人"
    mail.set_content("办事的地方一直没人。")
    channel = policy().channel("mail")
    assert channel
    assert take_letter(channel, mail.as_bytes(), MORNING, room=ROOM, now=MORNING) == "waiting"
    return Waiting.objects.get()


def test_a_clerk_names_the_unit_and_the_letter_is_a_report(parked: Waiting, at_desk: Sit) -> None:
    carol = at_desk("carol")
    assert [row.pk for row, _why in carol.get("/desk/waiting").context["rows"]] == [parked.pk]
    assert "办事的地方一直没人" in carol.get(f"/desk/waiting/{parked.pk}").content.decode()
    assert "he@example.org" not in carol.get(f"/desk/waiting/{parked.pk}").content.decode()
    unit = Unit.objects.get(code="xt-police").pk
    assert carol.post(f"/desk/waiting/{parked.pk}", {"go": "take", "problem_type": "B2"}).status_code == 422
    sent = {"go": "take", "unit": unit, "problem_type": "B2"}
    assert carol.post(f"/desk/waiting/{parked.pk}", sent).status_code == 303
    report = Report.objects.get()
    parked.refresh_from_db()
    assert (report.unit_id, report.identity_mode, parked.report) == (unit, "contact", report)
    assert not parked.sealed and carol.get(f"/desk/waiting/{parked.pk}").status_code == 404
    assert {row.what for row in Access.objects.using("witness")} == {"letter"}
    assert broken_at("waiting", str(parked.pk)) is None


def test_what_carries_a_mark_of_secrecy_is_not_shown_and_can_be_taken_in(city: Cast, at_desk: Sit) -> None:
    mail = EmailMessage()
    mail["From"], mail["Message-ID"], mail["Subject"] = "he@example.org", "<2@example.org>", "转来"
    mail.set_content("某地的方案\n机 密 ★ 10 年\n第一条")
    channel = policy().channel("mail")
    assert channel
    assert take_letter(channel, mail.as_bytes(), MORNING, room=ROOM, now=MORNING) == "waiting"
    row = Waiting.objects.get()
    carol = at_desk("carol")
    page = carol.get(f"/desk/waiting/{row.pk}").content.decode()
    assert "某地的方案" not in page and "密级" not in page
    sent = {"go": "take", "unit": Unit.objects.get(code="xt-police").pk, "problem_type": "B2"}
    assert carol.post(f"/desk/waiting/{row.pk}", sent).status_code == 303
    run_until_idle(MORNING)
    assert Quarantine.objects.get().report == Report.objects.get()


def test_what_is_set_aside_needs_a_reason_and_stays_sealed(parked: Waiting, at_desk: Sit) -> None:
    carol = at_desk("carol")
    assert carol.post(f"/desk/waiting/{parked.pk}", {"go": "aside", "note": ""}).status_code == 422
    carol.post(f"/desk/waiting/{parked.pk}", {"go": "aside", "note": "广告，与工作无关"})
    parked.refresh_from_db()
    assert parked.settled_at and parked.sealed and not Report.objects.exists()


@pytest.mark.parametrize("who", ["bob", "henry", "adam", "una", "lee"])
def test_what_waits_is_nobody_elses(who: str, parked: Waiting, at_desk: Sit) -> None:
    assert at_desk(who).get("/desk/waiting").status_code == 403
    assert at_desk(who).get(f"/desk/waiting/{parked.pk}").status_code == 404


@pytest.fixture
def written(city: Cast, settle: Any) -> Callable[..., str]:
    """A letter that was entered by Carol, and answered."""

    def writing(channel: str = "letter", matter: str = "complaint", **changes: Any) -> str:
        plain = {
            "unit": Unit.objects.get(code="xt-court-filing").pk,
            "text": "窗口没人。",
            "problem_type": "B2",
        }
        source = Submission(key="", **(plain | {"identity_mode": "anonymous"} | changes))
        arrival = Arrival(channel, f"{channel} 1", MORNING, entered_by=city.account("carol").pk)
        number = take_in(source, arrival, by=city.actor("carol"), now=MORNING).number
        settle(MORNING)
        Case.objects.update(matter=matter)  # a rule would give out at once what merely asks for something
        cases.decline(number, "不属于本平台受理，请向法院反映。", by=city.actor("carol"), now=MORNING)
        settle(MORNING)
        return number

    return writing


@pytest.mark.parametrize("channel", ["phone", "letter", "visit", "counter"])
def test_the_accepting_body_is_asked_to_answer_the_way_it_came(
    channel: str, written: Any, at_desk: Sit
) -> None:
    number = written(channel)
    task = ReplyTask.objects.get()
    assert task.way == policy().channel(channel).reply  # type: ignore[union-attr]
    page = at_desk("carol").get("/desk/replies")
    assert [task.report.number for task, _way in page.context["rows"]] == [number]
    shown = at_desk("carol").get(f"/desk/replies/{number}").content.decode()
    assert "不属于本平台受理" in shown


def test_an_answer_is_ticked_off_once_with_who_and_how(written: Any, at_desk: Sit, city: Cast) -> None:
    number, carol = written(), at_desk("carol")
    assert carol.post(f"/desk/replies/{number}", {"how": ""}).status_code == 422
    assert (
        carol.post(f"/desk/replies/{number}", {"how": "phone", "note": "下午三点电话告知"}).status_code == 303
    )
    task = ReplyTask.objects.get()
    assert (task.how, task.done_by, task.done_at) == ("phone", city.account("carol"), MORNING)
    assert carol.post(f"/desk/replies/{number}", {"how": "letter"}).status_code == 404
    assert broken_at("reply", str(task.pk)) is None


def test_the_address_stands_on_the_letter_once_and_leaves_a_record(written: Any, at_desk: Sit) -> None:
    number = written(identity_mode="real_name", name="贺小满", postal="襄都区某街 1 号")
    carol = at_desk("carol")
    assert "贺小满" not in carol.get(f"/desk/replies/{number}").content.decode()
    assert carol.post(f"/desk/replies/{number}/address", {"reason": ""}).status_code == 422
    page = carol.post(f"/desk/replies/{number}/address", {"reason": "寄送书面答复"}).content.decode()
    assert "贺小满" in page and "某街 1 号" in page
    assert [row.reason for row in Access.objects.using("witness").filter(what="identity")] == ["寄送书面答复"]


def test_who_is_reported_on_and_their_house_owe_no_answer(written: Any, at_desk: Sit, city: Cast) -> None:
    number = written()
    assert at_desk("dan").get("/desk/replies").context["rows"] == []
    assert at_desk("dan").get(f"/desk/replies/{number}").status_code == 404
    NamedOfficer.objects.get_or_create(
        report=Report.objects.get(), officer=city.officer(DAN), pinned_by="system"
    )
    assert at_desk("dan").post(f"/desk/replies/{number}", {"how": "phone"}).status_code == 404


@pytest.mark.parametrize(
    ("about", "matter", "acceptor", "gives"),
    [
        ("xt-court-filing", "complaint", "xt-court-office", "xt-committee"),  # of the acceptor's own house
        ("xt-court-filing", "suggestion", "xt-court-office", "xt-court-office"),
        ("xt-court-filing", "complaint", "xt-police-politics", "xt-police-politics"),
    ],
)
def test_the_answer_leaves_only_through_the_accepting_body(
    about: str, matter: str, acceptor: str, gives: str, written: Any, at_desk: Sit, city: Cast
) -> None:
    """Eve sits at the acceptor of the police, Ben at the one of the court itself, Carol at the committee."""
    rows = tuple(replace(row, acceptor=acceptor) for row in blueprint().channels)
    roles = tuple(
        replace(row, kinds=("committee", "section")) if row.code == "clerk" else row
        for row in blueprint().roles
    )
    policy_actions.load(replace(blueprint(), channels=rows, roles=roles), by=SYSTEM, now=MORNING)
    since = MORNING.date()
    for name, unit in (("ben", "xt-court-office"), ("eve", "xt-police-politics")):
        grant(city.account(name), "clerk", Unit.objects.get(code=unit), since=since, by=SYSTEM, now=MORNING)
    number = written(unit=Unit.objects.get(code=about).pk, matter=matter)
    assert ReplyTask.objects.get().unit.code == gives
    sees = {"xt-committee": "carol", "xt-court-office": "ben", "xt-police-politics": "eve"}[gives]
    for name in ("carol", "ben", "eve"):
        status = at_desk(name).post(f"/desk/replies/{number}", {"how": "phone", "note": "已告知"}).status_code
        assert status == (303 if name == sees else 404), name
        if status == 303:
            ReplyTask.objects.update(done_at=None)


def test_a_report_from_our_own_page_asks_nobody_and_who_left_a_phone_gets_a_text(
    written: Any, send: Any, settle: Any, city: Cast
) -> None:
    number = send(identity_mode="contact", phone="13900000000").number
    settle(MORNING)
    cases.decline(number, "不属于本平台受理，请向法院反映。", by=city.actor("carol"), now=MORNING)
    settle(MORNING)
    assert not ReplyTask.objects.exists()
    assert Delivery.objects.filter(template="answered").count() == 1
