"""After each event: who hears of it, that twice is once, and what a reporter's phone gets."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cast import DAN
from tests.story.living import Life

from huiyin.assessment.actions import use_result
from huiyin.assessment.queries import evaluation, proven, register, unused
from huiyin.cases import queries
from huiyin.intake.models import Report
from huiyin.journey.steps import STEPS
from huiyin.journey.worker import send_messages
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.models import Event
from huiyin.ledger.queries import broken_at
from huiyin.messages import channels
from huiyin.messages.models import Delivery, Notice
from huiyin.organisations.models import Account, Mandate
from huiyin.ratings.actions import rate, revisit
from huiyin.triage.models import Screening

pytestmark = pytest.mark.django_db


def test_who_hears_of_what_along_a_whole_life(life: Life) -> None:
    life.brought_to("closed")
    assert {
        key: life.told(key) for key in ("to_review", "assigned", "to_approve", "to_answer", "locked")
    } == {
        "to_review": life.names("carol", "ivy"),
        "assigned": life.names("bob"),
        "to_approve": life.names("frank"),
        "to_answer": life.names("carol", "ivy"),
        "locked": set(),
    }
    deaf = Account.objects.exclude(mandates__in=Mandate.objects.all())
    assert not Notice.objects.filter(account__in=deaf).exists()
    assert not Notice.objects.filter(account__username="dan").exists()


def test_every_step_run_twice_is_run_once(life: Life) -> None:
    life.brought_to("submitted", identity_mode="contact", phone="13900000000")
    before = _counts()
    for event in Event.objects.order_by("pk"):
        for step in STEPS.get((event.subject_kind, event.verb), ()):
            step(event, life.now)
    assert _counts() == before


def _counts() -> tuple[int, ...]:
    return tuple(m.objects.count() for m in (Notice, Delivery, Event, Screening))


def test_a_notice_that_came_too_late_isnt_sent(life: Life) -> None:
    case = life.brought_to("assigned")
    given = Event.objects.get(subject_kind="case", verb="assign")
    life.act("accept", case, by="bob")
    Notice.objects.all().delete()
    for step in STEPS["case", "assign"]:
        step(given, life.now)
    assert life.told("assigned") == set(), "it would ask for an acceptance that is there"


def test_a_unit_that_sends_back_a_case_is_heard_by_the_reviewers_in_the_right_words(life: Life) -> None:
    case = life.act("object_to", life.brought_to("assigned"), "不是我院管辖", by="bob")
    assert life.told("objected") == life.names("carol", "ivy")
    life.act("send_back", case, "同意退回", by="carol")
    assert life.told("sent_back") == life.names("carol", "ivy")
    assert life.told("returned") == set()


def test_an_sms_is_signed_by_the_city_and_one_that_is_lost_is_told_to_the_reviewers(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []

    def lost(_: str, address: str, text: str, ref: str) -> str:
        sent.append(text)
        raise channels.DeliveryError("refused", permanent=True)

    monkeypatch.setattr(channels, "send", lost)
    life.opened(identity_mode="contact", phone="13900000000")
    assert len(sent) == 1 and sent[0].startswith("【") and "政法" in sent[0].split("】")[0]
    assert life.told("undelivered") == life.names("carol", "ivy")


def test_one_message_that_breaks_doesnt_stop_the_next(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    from huiyin.journey import worker

    for text in ("第一件事没有人管。", "第二件事也没有人答复我。"):
        life.send(identity_mode="contact", phone="13900000000", text=text)
    real, seen = worker.phone_for_message, []

    def tampered_once(number: str) -> str:
        seen.append(number)
        if len(seen) == 1:
            raise ValueError("sealed under another key")
        return real(number)

    monkeypatch.setattr(worker, "phone_for_message", tampered_once)
    life.settle(life.now)
    assert send_messages(life.now) == 0
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["queued", "sent"]


def test_an_answer_is_rated_once_and_not_before_it_is_there(life: Life) -> None:
    case = life.brought_to("approved")
    report = Report.objects.get(number=case.number)
    with pytest.raises(NotAllowed) as early:
        rate(report, 5, "", now=life.now)
    assert early.value.refused.reason == "not_answered_yet"
    life.act("answer", case, "反映属实，已处理。", by="carol")
    with pytest.raises(NotAllowed):
        rate(report, 6, "", now=life.now)
    rate(report, 3, "\u3000还行 ", now=life.now)
    assert report.rating.words == "还行"
    with pytest.raises(NotAllowed) as twice:
        rate(report, 1, "", now=life.now)
    assert twice.value.refused.reason == "rated_already"
    life.settle(life.now)
    assert life.told("dissatisfied") == set(), "fairly satisfied is no bad rating"


@pytest.mark.parametrize("level", [1, 2])
def test_a_bad_rating_is_called_back_even_after_the_file_is_closed(life: Life, level: int) -> None:
    case = life.brought_to("closed")
    ivy = life.city.actor("ivy")
    with pytest.raises(NotAllowed) as closed:
        revisit(case.number, "reached", 5, "", by=ivy, now=life.now)
    assert closed.value.refused.reason == "wrong_state"
    rate(case.report, level, "没有解决", now=life.now)
    life.settle(life.now)
    assert life.told("dissatisfied") == life.names("ivy", "grace")
    made = revisit(case.number, "not_reached", 4, "没人接", by=ivy, now=life.now)
    assert made.level is None, "who wasn't reached gave no rating"
    assert broken_at("report", case.number) is None


def test_only_the_committee_revisits(life: Life) -> None:
    case = life.brought_to("answered")
    for name, reason in (("grace", None), ("carol", None), ("henry", "wrong_role"), ("bob", "wrong_role"),
                         ("eve", "unknown"), ("dan", "unknown")):  # fmt: skip
        if reason is None:
            revisit(case.number, "refused", None, "", by=life.city.actor(name), now=life.now)
            continue
        with pytest.raises(NotAllowed) as refused:
            revisit(case.number, "reached", 4, "", by=life.city.actor(name), now=life.now)
        assert refused.value.refused.reason == reason, name


def test_the_register_shows_what_was_answered_and_nobody_their_own_house(life: Life) -> None:
    case = life.brought_to("approved")
    carol = life.city.actor("carol")
    assert not register(carol, found=True).exists(), "approved by the unit, and not answered by the committee"
    life.act("answer", case, "反映属实，已处理。", by="carol")
    assert [o.code for o in register(carol, found=True)] == [DAN]
    page = evaluation(carol, DAN)
    assert page is not None and page.cases == [case] and [o.kind for o in page.outcomes] == ["educated"]
    for name in ("dan", "bob", "eve", "mia"):
        assert not register(life.city.actor(name)).filter(code=DAN).exists(), name
    own = {o.unit.path.split("/")[1] for o in register(carol)}
    assert str(carol.home) not in own


def test_a_result_is_used_once_it_is_proven_and_by_the_committee(life: Life) -> None:
    case = life.brought_to("answered")
    carol, officer = life.city.actor("carol"), life.city.officer(DAN).pk
    assert list(unused(carol)) == list(proven(carol)) == [case]
    for name in ("bob", "henry", "ivy"):
        actor = life.city.actor(name)
        if not queries.roles_on(case.snapshot(), actor) & {"reviewer", "supervisor"}:
            with pytest.raises(NotAllowed):
                use_result(case.number, "talk", "约谈一次", officer=officer, by=actor, now=life.now)
    with pytest.raises(NotAllowed):
        use_result(
            case.number, "talk", "约谈", officer=life.city.officer("xt-court-head").pk, by=carol, now=life.now
        )
    use_result(case.number, "talk", "约谈一次", officer=officer, by=carol, now=life.now)
    assert list(unused(carol)) == []


def test_what_isnt_proven_leaves_no_trace_on_an_officer(life: Life) -> None:
    case = life.opened()
    life.act("decline", case, "请走上诉程序。", by="carol")
    carol, officer = life.city.actor("carol"), life.city.officer(DAN).pk
    with pytest.raises(NotAllowed) as refused:
        use_result(case.number, "talk", "约谈一次", officer=officer, by=carol, now=life.now)
    assert refused.value.refused.reason == "nothing_proven"
    assert use_result(case.number, "improvement", "改进告知", officer=None, by=carol, now=life.now).pk


def test_many_others_in_between_dont_hide_that_somebody_writes_again(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huiyin.triage import actions as triage

    monkeypatch.setattr(triage, "NEWEST", 2)
    monkeypatch.setattr(triage, "near", lambda *_, **__: [])
    text = "三月七日上午我去立案窗口交材料，工作人员让我回去补一份证明，补好以后又说要另一份。"
    first = life.opened(text=text, identity_mode="contact", phone="13900000000")
    for other in ("停车场太小。", "暖气不热，冷得很。", "厕所没有纸。"):
        life.now += timedelta(minutes=1)
        life.opened(text=other)
    life.opened(text=text + "还是没有结果。", identity_mode="contact", phone="13900000000")
    assert Screening.objects.get().repeats == first.report
