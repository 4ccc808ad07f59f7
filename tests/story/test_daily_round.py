"""The inspectors' day: what moved, what is late, what isn't as it should be; and that nobody sees what isn't theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.story.living import Life

from huiyin.cases import actions
from huiyin.kernel.clock import FixedClock
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations.models import Unit
from huiyin.policy.models import City, Watch
from huiyin.policy.queries import policy
from huiyin.supervision.rounds import actions as rounds
from huiyin.supervision.rounds import queries
from huiyin.supervision.rounds.actions import Statement

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TEXTS = (
    "执行款一直不发，问了三次没人答复。",
    "下班前就不叫号，复印要等一上午。",
    "窗口说系统坏了，让过几天再来。",
)


def numbers(found: list[queries.Moved]) -> set[str]:
    return {one.case.number for one in found}


def test_one_page_of_what_moved_since_yesterday(life: Life, settings: pytest.FixtureRequest) -> None:
    old = life.brought_to("answered", text=TEXTS[0])
    life.now += 3 * DAY
    begin = life.now
    answered = life.brought_to("answered", text=TEXTS[1])
    taken = life.brought_to("received", text=TEXTS[2])
    grace, dan, mia = (life.city.actor(name) for name in ("grace", "dan", "mia"))
    moved = queries.moved(grace, begin, life.now + DAY)
    assert numbers(moved["taken_in"]) == {answered.number, taken.number}
    assert (
        numbers(moved["given_out"])
        == numbers(moved["in_hand"])
        == numbers(moved["given_answer"])
        == {answered.number}
    )
    assert [one.verb for one in moved["in_hand"]] == ["approve"], "each case once, by its latest step"
    assert numbers(queries.moved(grace, begin - 4 * DAY, begin)["given_answer"]) == {old.number}
    for nobody in (dan, mia):
        assert queries.moved(nobody, begin - 9 * DAY, life.now + DAY) == {}
    settings.CLOCK = FixedClock(life.now)
    page = Client()
    page.force_login(life.city.account("grace"))
    seen = page.get("/desk/movements").content.decode()
    assert answered.number in seen and taken.number in seen
    page.force_login(life.city.account("dan"))
    assert old.number not in page.get("/desk/movements").content.decode(), "it is about him"


def test_what_is_late_and_what_will_be(life: Life) -> None:
    case = life.brought_to("verifying")
    grace = life.city.actor("grace")
    assert case.due_at is not None
    for moment, late, soon in (
        (life.now, 0, 0),
        (case.due_at - timedelta(hours=20), 0, 1),
        (case.due_at + timedelta(minutes=1), 1, 0),
    ):
        assert queries.late_now(grace, moment).count() == late
        assert queries.late_soon(grace, moment).count() == soon
    assert queries.late_now(life.city.actor("dan"), case.due_at + DAY).count() == 0


def test_a_case_that_nobody_touches_is_noticed_asked_about_and_explained(life: Life) -> None:
    case = life.brought_to("verifying")
    grace, bob = life.city.actor("grace"), life.city.actor("bob")
    since = life.now - DAY
    assert queries.irregularities(grace, life.now, since) == []
    life.now += 9 * DAY
    assert [(c.number, why) for c, why in queries.irregularities(grace, life.now, since)] == [
        (case.number, ("untouched",))
    ]
    assert queries.irregularities(life.city.actor("dan"), life.now, since) == []
    asked = rounds.follow_up(
        case.number, "explain", "九天没有动静，请说明。", why="untouched", by=grace, now=life.now
    )
    again = rounds.follow_up(
        case.number, "explain", "九天没有动静，请说明。", why="untouched", by=grace, now=life.now
    )
    life.settle(life.now)
    assert asked.pk == again.pk and life.told("to_explain") == life.names("bob")
    assert list(queries.open_questions(grace)) == [asked] and not queries.open_questions(
        life.city.actor("dan")
    )
    for other in ("ben", "eve", "dan"):
        with pytest.raises(NotAllowed, match="unknown"):
            rounds.explain(asked.pk, "不是我办的。", by=life.city.actor(other), now=life.now)
    rounds.explain(asked.pk, "在等外地法院回函，附函稿。", by=bob, now=life.now)
    with pytest.raises(NotAllowed, match="answered_already"):
        rounds.explain(asked.pk, "再说一遍情况。", by=bob, now=life.now)
    life.settle(life.now)
    assert life.told("explained") == life.names("grace") and not queries.open_questions(grace)
    actions.save_verification(case.number, life.draft(case), by=bob, now=life.now)
    assert queries.irregularities(grace, life.now, since) == [], "something was written"


def test_an_answer_in_the_words_of_another_is_noticed_on_both(life: Life) -> None:
    begin = life.now
    first = life.brought_to("answered", text=TEXTS[0])
    assert queries.irregularities(life.city.actor("grace"), life.now, begin) == []
    second = life.brought_to("answered", text=TEXTS[1])
    found = queries.irregularities(life.city.actor("grace"), life.now, begin)
    assert {(c.number, why) for c, why in found} == {
        (first.number, ("copied",)),
        (second.number, ("copied",)),
    }
    # a city that asks for two others in the same words finds nothing in a pair
    Watch.objects.filter(code="copied").update(value=2)
    City.objects.update(edition="two-others")
    assert policy().watches["copied"] == 2
    assert queries.irregularities(life.city.actor("grace"), life.now, begin) == []


def test_a_nudge_may_not_tell_who_reported(life: Life) -> None:
    case = life.brought_to("verifying", identity_mode="real_name", name="周爱莲", phone="13900001234")
    with pytest.raises(NotAllowed, match="tells_reporter"):
        rounds.follow_up(
            case.number, "nudge", "周爱莲又来问了，请抓紧。", by=life.city.actor("grace"), now=life.now
        )
    rounds.follow_up(
        case.number, "nudge", "反映人又来问了，请抓紧。", by=life.city.actor("grace"), now=life.now
    )
    life.settle(life.now)
    assert life.told("urged") == life.names("bob")


def test_a_breach_is_stated_contested_and_concluded_by_another(life: Life) -> None:
    case = life.brought_to("verifying")
    court = Unit.objects.get(code="xt-court").pk
    said = Statement(court, "工作规则第七条", "三天不受理，督办两次仍不办。", "通报批评", case=case.number)
    grace, frank, henry = (life.city.actor(name) for name in ("grace", "frank", "henry"))
    who = {"now": life.now}
    for other in ("carol", "henry", "frank", "eve"):
        with pytest.raises(NotAllowed, match="not_your_unit"):
            rounds.state_breach(said, by=life.city.actor(other), **who)
    dan = life.city.officer("xt-court-filing-3").pk
    with pytest.raises(NotAllowed, match="unknown_choice"):
        rounds.state_breach(Statement(**{**said.__dict__, "officer": dan}), by=grace, **who)
    row = rounds.state_breach(said, by=grace, **who)
    life.settle(life.now)
    assert life.told("breach_stated") == life.names("frank"), "dan leads there too, and the case is about him"
    assert list(queries.breaches(life.city.actor("dan"))) == []
    assert list(queries.breaches(frank)) == list(queries.breaches(henry)) == [row]
    with pytest.raises(NotAllowed, match="unknown"):
        rounds.contest(row.pk, "不是我们的责任。", by=life.city.actor("eve"), **who)
    rounds.contest(row.pk, "当时系统停机，有记录。", by=frank, **who)
    for judge, why in ((grace, "own_statement"), (frank, "unknown")):
        with pytest.raises(NotAllowed, match=why):
            rounds.uphold(row.pk, "维持原决定。", by=judge, **who)
    row = rounds.withdraw(row.pk, "查明系统停机，撤销。", by=henry, **who)
    assert (row.state, row.objected_by_id) == ("withdrawn", life.city.account("frank").pk)
    life.settle(life.now)
    assert life.told("breach_concluded") == life.names("frank", "grace")
