"""What carries a mark is held; its officer alone decides, once, with a reason; what is deleted is gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from tests.cast import DAN, MORNING, Cast

from huiyin.intake.actions import Receipt, supplement
from huiyin.intake.models import Attachment, Identity, NamedOfficer, Report, Supplement, Tombstone, Upload
from huiyin.intake.queries import removed, stands_as_received
from huiyin.intake.rules.submission import digest
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.lifecycle import Conflict, NotAllowed
from huiyin.ledger.models import Access
from huiyin.ledger.queries import broken_at, events_of
from huiyin.organisations.models import Account, Mandate, Unit
from huiyin.triage.models import Screening
from huiyin.triage.secrecy import actions, queries
from huiyin.triage.secrecy.models import Quarantine

pytestmark = pytest.mark.django_db
Send = Callable[..., Receipt]
Settle = Callable[[datetime], None]
TEXT = "在窗口捡到一份材料，上面写着：\n機 密 ☆ 10 年\n窗口的项望舒不收。"
REAL = {"identity_mode": "real_name", "name": "闻人遐", "phone": "13900000000"}
BASIS = "《保守国家秘密法》第三十一条"


@pytest.fixture
def held(city: Cast, send: Send, settle: Settle) -> Quarantine:
    send(text=TEXT, **REAL)
    settle(MORNING)
    return Quarantine.objects.get()


def test_the_officer_of_the_committee_has_one_working_day_and_everybody_else_nothing(
    city: Cast, held: Quarantine
) -> None:
    nora = city.actor("nora")
    assert [row.pk for row in queries.waiting(nora)] == [held.pk]
    assert (held.committee.code, held.state, held.due_at - held.at) == (
        "xt-committee", "held", timedelta(hours=30, minutes=48),
    )  # fmt: skip
    for name in ("carol", "grace", "henry", "adam", "una", "bob", "dan", "mia"):
        assert queries.waiting(city.actor(name)) == [] and queries.item(city.actor(name), held.pk) is None
    assert not Screening.objects.exists()
    assert not queries.clear_reports(Report.objects.all()).exists()


def test_for_whom_it_is_about_it_doesnt_exist_whatever_role_they_hold(city: Cast, held: Quarantine) -> None:
    dan = city.account("dan")
    Mandate.objects.create(account=dan, unit=held.committee, role="secrecy", since=MORNING.date())
    assert city.officer(DAN).pk in held.accused
    assert queries.waiting(city.actor("dan")) == []
    for act in (
        lambda: actions.release(held.pk, "不涉密的", by=city.actor("dan"), now=MORNING),
        lambda: actions.delete(held.pk, "涉密内容", BASIS, by=city.actor("dan"), now=MORNING),
    ):
        with pytest.raises(NotAllowed) as caught:
            act()
        assert caught.value.refused.reason == "unknown"
    actions.delete(held.pk, "涉密内容", BASIS, by=city.actor("nora"), now=MORNING)
    assert queries.decided(city.actor("dan")) == []


@pytest.mark.parametrize("name", ["carol", "grace", "adam", "una", "henry"])
def test_nobody_else_decides(city: Cast, held: Quarantine, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.release(held.pk, "不涉密的", by=city.actor(name), now=MORNING)
    with pytest.raises(NotAllowed):
        actions.delete(held.pk, "涉密内容", BASIS, by=city.actor(name), now=MORNING)
    held.refresh_from_db()
    assert held.state == "held" and Report.objects.get().text


def test_it_takes_a_reason_and_for_good_a_rule(city: Cast, held: Quarantine) -> None:
    nora = city.actor("nora")
    with pytest.raises(NotAllowed) as caught:
        actions.release(held.pk, " ", by=nora, now=MORNING)
    assert caught.value.refused.reason == "reason_needed"
    with pytest.raises(NotAllowed) as caught:
        actions.delete(held.pk, "涉密内容", "", by=nora, now=MORNING)
    assert caught.value.refused.reason == "basis_needed"
    assert Report.objects.get().text
    actions.release(held.pk, "核对过，是旧报纸", by=nora, now=MORNING)
    with pytest.raises(Conflict):
        actions.delete(held.pk, "涉密内容", BASIS, by=nora, now=MORNING)


def test_what_is_deleted_is_gone_and_its_record_stays(city: Cast, held: Quarantine) -> None:
    report = Report.objects.get()
    was, salt = report.digest, report.salt
    said = {"text": report.text, "officer": report.officer_text}
    file = Attachment.objects.create(
        report=report, kind="paper", media_type="application/pdf", size=3, sha256="0" * 64, name="n" * 26,
        wrapped_key=b"key", made_at=MORNING,
    )  # fmt: skip
    Upload.objects.create(
        token="t" * 26, draft="d" * 20, size=3, name="n" * 26, wrapped_key=b"key", started_at=MORNING,
        expires_at=MORNING, attachment=file,
    )  # fmt: skip
    supplement(report, "还有一页。", now=MORNING)
    actions.delete(held.pk, "确系涉密", BASIS, by=city.actor("nora"), now=MORNING + timedelta(hours=1))
    report.refresh_from_db()
    file.refresh_from_db()
    assert (report.text, report.officer_text, report.occurred_on) == ("", "", None)
    assert not Identity.objects.exists() and not Upload.objects.exists()
    assert NamedOfficer.objects.get().officer.code == DAN, "what is left is kept from whom it named"
    assert bytes(file.wrapped_key) == b"" and not default_storage.exists(f"files/nn/{'n' * 26}")
    assert set(Supplement.objects.values_list("text", flat=True)) == {""}
    stone = removed(report)
    assert stone is not None
    assert (stone.reason, stone.basis, stone.removed_by) == ("确系涉密", BASIS, city.actor("nora").account)
    assert stone.digest == was == report.digest and report.salt == salt
    content = {"unit": report.unit_id, "problem_type": report.problem_type, "occurred_on": None, **said}
    assert digest(content, salt) == was, "whoever holds a copy can show that this is what was removed"
    assert not stands_as_received(report)
    assert broken_at("report", report.number) is None and broken_at("quarantine", held.pk) is None
    assert [e.verb for e in events_of("report", report.number)] == [
        "receive",
        "supplement",
        "remove",
        "remove",
    ]
    assert Quarantine.objects.get(pk=held.pk).found == []
    assert "確" not in str([e.data for e in events_of("quarantine", held.pk)])
    with pytest.raises(NotAllowed):
        supplement(report, "我再说一遍", now=MORNING)


def test_no_word_of_what_is_held_or_deleted_stands_in_the_ledger(city: Cast, held: Quarantine) -> None:
    actions.delete(held.pk, "确系涉密", BASIS, by=city.actor("nora"), now=MORNING)
    told = str([event.data for kind in ("report", "quarantine") for event in events_of(kind, held.pk)])
    told += str([event.data for event in events_of("report", held.report.number)])
    assert not [
        word for word in ("密", "材料", "窗口", "degree") if word in told.replace(held.report.digest, "")
    ]


def test_reading_leaves_a_record(city: Cast, held: Quarantine, monkeypatch: pytest.MonkeyPatch) -> None:
    noted = []
    monkeypatch.setattr(actions, "looked", lambda *what, **more: noted.append((what, more["by"].account)))
    actions.read(held, by=city.actor("nora"), now=MORNING)
    assert noted == [(("quarantine", held.pk, "content"), city.actor("nora").account)]
    assert not Access.objects.exists()


def test_late_is_noted_once(held: Quarantine) -> None:
    after = held.due_at + timedelta(minutes=1)
    assert queries.past_due(held.due_at) == [] and queries.past_due(after) == [held.pk]
    assert [actions.pass_late(held.pk, now=after) for _ in range(2)] == [True, False]
    assert queries.past_due(after) == []


def test_what_is_about_the_secrecy_officer_goes_one_committee_up(city: Cast, held: Quarantine) -> None:
    nora = city.account("nora")
    above = Account.objects.create(username="above", name="Above")
    unit = Unit.objects.get(code="hb-committee")
    Mandate.objects.create(account=above, unit=unit, role="secrecy", since=MORNING.date())
    report = Report.objects.get()
    Quarantine.objects.all().delete()
    committee = Unit.objects.select_related("region").get(code="xt-committee")
    assert not actions.admit(report, committee, [nora.officer_id], now=MORNING)
    assert Quarantine.objects.get().committee == unit
    assert queries.waiting(city.actor("nora")) == []


def test_a_marked_name_of_a_file_is_enough_and_asking_again_changes_nothing(city: Cast, send: Send) -> None:
    send(text="附件是窗口给的告知书。")
    report = Report.objects.get()
    Attachment.objects.create(
        report=report, kind="paper", media_type="application/pdf", size=3, sha256="0" * 64, name="n" * 26,
        wrapped_key=b"key", made_at=MORNING, marked=queries.marked_name("机密-告知书.pdf"),
    )  # fmt: skip
    committee = Unit.objects.select_related("region").get(code="xt-committee")
    assert [actions.admit(report, committee, [], now=MORNING) for _ in range(2)] == [False, False]
    assert len(events_of("quarantine", Quarantine.objects.get().pk)) == 1


def test_an_addition_of_a_deleted_report_ends_with_it(city: Cast, held: Quarantine, settle: Settle) -> None:
    supplement(held.report, "另一页：内部资料　注意保存", now=MORNING)
    settle(MORNING)
    assert Quarantine.objects.filter(state="held").count() == 2
    actions.delete(held.pk, "确系涉密", BASIS, by=city.actor("nora"), now=MORNING)
    assert not Quarantine.objects.filter(state="held").exists()
    assert Tombstone.objects.count() == 2


def test_the_program_itself_releases_and_deletes_nothing(held: Quarantine) -> None:
    for by in (SYSTEM, Actor("public")):
        with pytest.raises(NotAllowed):
            actions.release(held.pk, "不涉密的", by=by, now=MORNING)
