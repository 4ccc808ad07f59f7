"""A letter's life by the real actions: worded, approved, numbered, sent, answered twice, struck off."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from tests.cast import DAN, MORNING, PEOPLE, Cast
from tests.story.living import Life, life  # noqa: F401

from huiyin.documents.official import system_seal
from huiyin.intake.attachments.actions import store
from huiyin.intake.attachments.rules.kinds import Limits
from huiyin.intake.attachments.stored import read_file
from huiyin.intake.attachments.tests.samples import photo
from huiyin.kernel.lifecycle import Conflict, NotAllowed
from huiyin.ledger.queries import broken_at, events_of
from huiyin.organisations.models import Account, Officer, Unit
from huiyin.supervision.letters import actions, queries
from huiyin.supervision.letters.actions import Wording
from huiyin.supervision.letters.facts import number_of
from huiyin.supervision.letters.models import AnswerFile, Letter, NumberPool, Service
from huiyin.supervision.letters.printing import seal_of
from huiyin.supervision.letters.rules.lifecycle import roles_on
from huiyin.supervision.letters.standing import snapshot

pytestmark = pytest.mark.django_db
FACTS = {"earlier": "提醒函", "demand": "十日内办结。", "due": "2022年3月10日"}


def unit(code: str) -> Unit:
    return Unit.objects.select_related("region").get(code=code)


def drafted(kind: str = "supervision", to: Any = None, **more: Any) -> Letter:
    given: dict[str, Any] = {"facts": FACTS, "now": MORNING, "because": "test:1"} | more
    return actions.draft(kind, unit("xt-committee"), to or unit("xt-court"), **given)


def refused(call: Any, *args: Any, **named: Any) -> str:
    with pytest.raises(NotAllowed) as no:
        call(*args, **named)
    return no.value.refused.reason


@pytest.fixture
def cleared(life: Life) -> Letter:  # noqa: F811
    letter = drafted(about=life.brought_to("verifying"), because="climb:1")
    actions.propose(letter.pk, now=life.now)
    return actions.approve(letter.pk, by=life.city.actor("grace"), now=life.now)


def test_a_draft_is_filled_from_what_the_unit_may_read_and_drafted_once(life: Life) -> None:  # noqa: F811
    case = life.brought_to("verifying", text="我叫闻人遐，住太行路，窗口的项望舒让我来回跑了三次。")
    letter = drafted(about=case, because="climb:1")
    assert case.number in letter.title and "来回补材料三次" in letter.body and "闻人遐" not in letter.body
    assert "5个工作日" in letter.body and "邢台市中级人民法院" not in letter.title
    assert drafted("reminder", about=case, because="climb:1").pk == letter.pk
    assert [e.verb for e in events_of("letter", letter.pk)] == ["draft"]


def test_words_that_tell_who_reported_go_to_no_unit(life: Life) -> None:  # noqa: F811
    case = life.brought_to("verifying", identity_mode="real_name", name="闻人遐", phone="13900000000")
    assert refused(drafted, about=case, facts=FACTS | {"demand": "向闻人遐当面说明。"}) == "tells_reporter"
    letter = drafted(about=case)
    carol = life.city.actor("carol")
    telling = Wording(letter.title, letter.body + "\n电话 139 0000 0000")
    assert refused(actions.edit, letter.pk, telling, by=carol, now=life.now) == "tells_reporter"
    enclosed = Wording(letter.title, letter.body, (("名单", "闻人遐"),))
    assert refused(actions.edit, letter.pk, enclosed, by=carol, now=life.now) == "tells_reporter"


def test_nothing_goes_to_a_house_that_is_led_by_whom_it_is_about(city: Cast) -> None:
    frank = city.account("frank").officer_id
    assert refused(drafted, accused=[frank]) == "led_by_accused"
    assert refused(drafted, to=unit("xt-court-filing"), accused=[frank]) == "led_by_accused"
    assert (
        refused(drafted, to=unit("xt-police"), copies=[unit("xt-court")], accused=[frank]) == "led_by_accused"
    )
    assert drafted(to=unit("xt-police"), accused=[frank]).accused == [frank]


def test_who_is_found_to_be_the_leader_later_still_gets_nothing(city: Cast) -> None:
    letter = drafted("reminder", accused=[city.account("paul").officer_id])
    _signed(letter, city)
    Officer.objects.filter(account=city.account("paul")).update(unit=unit("xt-court"))
    actions.deliver(letter.pk, now=MORNING)
    assert Service.objects.get().state == "withheld"


def _signed(letter: Letter, city: Cast) -> Letter:
    carol = city.actor("carol")
    body = letter.body.replace("〔待填：", "").replace("〕", "")
    actions.edit(letter.pk, Wording("关于抓紧办理的提醒函", body), by=carol, now=MORNING)
    actions.propose(letter.pk, by=carol, now=MORNING)
    return actions.sign(letter.pk, by=city.actor("grace"), now=MORNING)


def test_blanks_hold_a_letter_back(city: Cast) -> None:
    letter = drafted("reminder")
    assert refused(actions.propose, letter.pk, by=city.actor("carol"), now=MORNING) == "blanks_left"


def test_who_may_do_what(cleared: Letter, life: Life) -> None:  # noqa: F811
    now, who = life.now, life.city.actor
    assert refused(actions.sign, cleared.pk, by=who("grace"), now=now) == "wrong_role"
    for stranger in ("bob", "eve", "dan"):
        assert refused(actions.sign, cleared.pk, by=who(stranger), now=now) == "unknown"
    assert cleared.serial is None and not NumberPool.objects.exists()
    signed = actions.sign(cleared.pk, by=who("henry"), now=now)
    assert number_of(signed) == "邢政法督〔2022〕1号" and len(signed.proof or "") == 20
    assert refused(actions.sign, cleared.pk, by=who("henry"), now=now) == "wrong_state"


def test_handed_back_it_begins_its_approval_anew(cleared: Letter, life: Life) -> None:  # noqa: F811
    now, henry, carol = life.now, life.city.actor("henry"), life.city.actor("carol")
    assert refused(actions.hand_back, cleared.pk, "嗯", by=henry, now=now) == "reason_needed"
    actions.hand_back(cleared.pk, "要求写得太空，写明哪一天", by=henry, now=now)
    seen = Letter.objects.get().version
    actions.edit(cleared.pk, Wording("督办函", "三月十日前办结。"), by=carol, now=now, seen=seen)
    with pytest.raises(Conflict):
        actions.edit(cleared.pk, Wording("督办函", "另一个人写的"), by=carol, now=now, seen=seen)
    actions.propose(cleared.pk, by=carol, now=now)
    assert Letter.objects.get().state == "in_approval"
    assert refused(actions.sign, cleared.pk, by=henry, now=now) == "wrong_state"


def test_answered_badly_asked_again_struck_off(cleared: Letter, life: Life) -> None:  # noqa: F811
    now, court, bob = life.now, unit("xt-court").pk, life.city.actor("bob")
    grace = life.city.actor("grace")
    actions.sign(cleared.pk, by=life.city.actor("henry"), now=now)
    actions.deliver(cleared.pk, now=now)
    actions.deliver(cleared.pk, now=now)
    first_due = Service.objects.get().due_at
    assert refused(actions.acknowledge, cleared.pk, court, by=life.city.actor("eve"), now=now) == "unknown"
    actions.acknowledge(cleared.pk, court, by=bob, now=now)
    actions.reply(cleared.pk, court, "已在整改。", by=bob, now=now)
    assert refused(actions.judge, cleared.pk, court, True, by=bob, now=now) == "wrong_role"
    later = now + timedelta(days=2)
    actions.judge(cleared.pk, court, False, "没有写清楚哪天改好", by=grace, now=later)
    again = Service.objects.get()
    assert again.state == "insufficient" and again.due_at > first_due
    past = again.due_at + timedelta(minutes=1)
    assert actions.pass_late(again.pk, now=past) and not actions.pass_late(again.pk, now=past)
    actions.reply(cleared.pk, court, "三月十四日已改好，照片附后。", by=bob, now=past)
    actions.judge(cleared.pk, court, True, by=grace, now=past)
    actions.strike_off(cleared.pk, court, "到现场看过", by=grace, now=past)
    letter = Letter.objects.get()
    assert (letter.state, Service.objects.get().state) == ("concluded", "struck_off")
    assert [a.sufficient for a in Service.objects.get().answers.order_by("round")] == [False, True]
    assert [e.verb for e in events_of("letter", letter.pk)] == [
        "draft", "propose", "clear", "sign", "deliver", "deliver", "acknowledge", "reply", "ask_again",
        "pass_late", "reply", "find_sufficient", "strike_off", "conclude",
    ]  # fmt: skip
    assert broken_at("letter", letter.pk) is None


def test_a_voided_number_is_never_given_again(city: Cast) -> None:
    first = _signed(drafted("reminder", because="a"), city)
    actions.void(first.pk, "发错了单位", by=city.actor("grace"), now=MORNING)
    second = _signed(drafted("reminder", because="b"), city)
    next_year = actions.draft(
        "reminder", unit("xt-committee"), unit("xt-court"), now=MORNING, because="c", by=city.actor("carol")
    )
    carol, new_year = city.actor("carol"), MORNING.replace(year=2022, month=12, day=31, hour=16)
    actions.edit(next_year.pk, Wording("提醒函", "请办理。"), by=carol, now=MORNING)
    actions.propose(next_year.pk, by=carol, now=MORNING)
    third = actions.sign(next_year.pk, by=city.actor("grace"), now=new_year)
    assert [number_of(one) for one in (first, second, third)] == [
        "邢政法提〔2022〕1号", "邢政法提〔2022〕2号", "邢政法提〔2023〕1号",
    ]  # fmt: skip


def test_one_circular_to_many_has_one_number_and_is_answered_by_none(city: Cast) -> None:
    houses = [unit(code) for code in ("xt-court", "xt-police", "xiangdu-court")]
    letter = drafted("circular", houses, facts={})
    carol, now = city.actor("carol"), MORNING
    actions.edit(letter.pk, Wording("关于一季度的通报", "一、总体情况\n总体向好。"), by=carol, now=now)
    actions.propose(letter.pk, by=carol, now=now)
    actions.approve(letter.pk, by=city.actor("grace"), now=now)
    actions.sign(letter.pk, by=city.actor("henry"), now=now)
    actions.deliver(letter.pk, now=now)
    states = dict(letter.services.values_list("unit__code", "state"))
    assert states == {"xt-court": "delivered", "xt-police": "delivered", "xiangdu-court": "withheld"}
    assert (
        refused(actions.reply, letter.pk, houses[0].pk, "收到", by=city.actor("bob"), now=now)
        == "no_answer_asked"
    )
    actions.acknowledge(letter.pk, houses[0].pk, by=city.actor("bob"), now=now)
    actions.acknowledge(letter.pk, houses[1].pk, by=city.actor("paul"), now=now)
    assert Letter.objects.get().state == "concluded" and NumberPool.objects.get().last == 1


def test_a_letter_about_a_case_is_read_only_by_those_who_have_the_case(cleared: Letter, life: Life) -> None:  # noqa: F811
    actions.sign(cleared.pk, by=life.city.actor("henry"), now=life.now)
    actions.deliver(cleared.pk, now=life.now)
    (copy,) = snapshot(Letter.objects.get(), life.now).copies
    assert copy.readers == {life.city.account(name).pk for name in ("bob", "frank")}
    assert life.city.officer(DAN).pk not in {
        a.officer_id for a in Account.objects.filter(pk__in=copy.readers)
    }


def test_signing_prints_delivers_and_tells_those_meant_and_nobody_else(cleared: Letter, life: Life) -> None:  # noqa: F811
    life.settle(life.now)
    assert life.told("letter_to_sign") == life.names("henry")
    actions.sign(cleared.pk, by=life.city.actor("henry"), now=life.now)
    life.settle(life.now)
    papers = {paper.form: b"".join(read_file(paper)) for paper in Letter.objects.get().papers.all()}
    assert papers["pdf"].startswith(b"%PDF") and papers["docx"].startswith(b"PK")
    for paper in Letter.objects.get().papers.all():
        assert hashlib.sha256(papers[paper.form]).hexdigest() == paper.sha256
    assert life.told("letter_received") == life.names("bob", "frank")
    due = Service.objects.get().due_at
    life.settle(due + timedelta(minutes=1))
    assert life.told("letter_late") == life.names("bob", "frank")
    assert life.told("letter_unanswered") == life.names("carol", "grace", "ivy")
    actions.print_papers(cleared.pk, now=life.now)
    assert Letter.objects.get().papers.count() == 2


def test_a_cut_seal_is_kept_sealed_and_printed(city: Cast) -> None:
    out = BytesIO()
    Image.new("RGB", (300, 300), (200, 0, 0)).save(out, "PNG")
    house = unit("xt-committee")
    assert (
        refused(actions.keep_seal, house, out.getvalue(), by=city.actor("carol"), now=MORNING)
        == "not_your_unit"
    )
    assert refused(actions.keep_seal, house, b"no picture", by=city.actor("adam"), now=MORNING) == "broken"
    kept = actions.keep_seal(house, out.getvalue(), by=city.actor("adam"), now=MORNING)
    assert seal_of(house).startswith(b"\x89PNG") and b"PNG" not in bytes(kept.sealed)
    assert seal_of(unit("xiangdu-committee")) == system_seal(unit("xiangdu-committee").name)


def test_the_lists_show_what_the_rule_lets_through(cleared: Letter, life: Life) -> None:  # noqa: F811
    """The condition on rows and the rule on one letter never disagree."""
    now = life.now
    drafted("reminder", unit("xt-police"), because="other", accused=[life.city.account("grace").officer_id])
    actions.sign(cleared.pk, by=life.city.actor("henry"), now=now)
    actions.deliver(cleared.pk, now=now)
    for name in [*PEOPLE, "dan"]:
        viewer = life.city.actor(name)
        listed = {row.pk for row in queries.issued(viewer)}
        at_units = {row.letter_id for row in queries.received(viewer, now)}
        by_rule = {row.pk for row in Letter.objects.all() if roles_on(snapshot(row, now), viewer)}
        opened = {row.pk for row in Letter.objects.all() if queries.letter_for(viewer, row.pk, now)}
        assert listed == by_rule and listed | at_units == opened, name
        assert cleared.pk not in opened or name not in ("dan", "eve", "lee", "nora", "adam")


def test_a_file_comes_with_a_reply_and_is_opened_by_both_sides_alone(cleared: Letter, life: Life) -> None:  # noqa: F811
    now, court = life.now, unit("xt-court").pk
    actions.sign(cleared.pk, by=life.city.actor("henry"), now=now)
    actions.deliver(cleared.pk, now=now)
    sent = store(BytesIO(photo()), draft="d", size=len(photo()), free=10**13, limits=Limits(), now=now)
    actions.reply(
        cleared.pk, court, "已改好。", [(sent.token, "窗口照片")], by=life.city.actor("bob"), now=now
    )
    file = AnswerFile.objects.get()
    may = {name for name in [*PEOPLE, "dan"] if queries.answer_file(life.city.actor(name), file.pk, now)}
    assert may == {"bob", "frank", "carol", "ivy", "grace", "henry"}
