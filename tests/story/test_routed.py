"""A matter arrives and goes by rule to who is in charge; it was wrong, and people put it right in one act."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.cast import blueprint
from tests.story.living import Life

from huiyin.cases.models import Case
from huiyin.cases.queries import replayed
from huiyin.doors.citizen.queries import followed
from huiyin.kernel.actor import SYSTEM
from huiyin.ledger.queries import audit
from huiyin.organisations.models import Unit
from huiyin.policy import actions as policy
from huiyin.policy.rules.routing import RoutingRule
from huiyin.reporting.queries import automation, behind
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.measures import Share, Slice
from huiyin.triage.learning.models import Lesson
from huiyin.triage.learning.queries import lessons
from huiyin.triage.models import Quarantine
from huiyin.triage.routing import actions as routing
from huiyin.triage.routing.models import RoutingDecision
from huiyin.triage.routing.queries import newest
from huiyin.triage.routing.rules.book import put
from huiyin.triage.secrecy import actions as secrecy

pytestmark = pytest.mark.django_db
LIGHTS = {"problem_type": "L", "unit_code": "xt-court", "text": "法院门口的红绿灯坏了三天，盼着早点修好。"}


def decided(case: Case) -> RoutingDecision:
    return RoutingDecision.objects.get(report=case.report)


def test_it_goes_by_rule_is_redirected_and_the_program_learns(life: Life) -> None:
    case = life.opened(**LIGHTS)
    decision = decided(case)
    assert (case.state, case.unit.code) == ("assigned", "xt-police")
    assert (decision.source, decision.rule, decision.place) == ("rule", "traffic", 3)
    assert decision.reasons == [["any", "红绿灯"], ["matters", "request"]]
    assert (decision.by_machine, decision.given_at, decision.held) == (True, life.now, [])
    assert life.told("assigned") == life.names("eve") and life.told("to_review") == set()
    assert not Lesson.objects.exists(), "nobody decided anything yet"

    case = life.act("redirect", case, life.order(), "法院自己管的门口", by="carol")
    decision = decided(case)
    assert (decision.overridden_how, decision.overridden_at) == ("redirect", life.now)
    assert decision.overridden_to.code == "xt-court" and decision.given_to.code == "xt-police"
    lesson = Lesson.objects.get()
    assert (lesson.report, lesson.target, lesson.label, lesson.source) == (
        case.report,
        "unit",
        "xt-court",
        "override",
    )
    assert audit().ok


def test_sent_back_by_the_unit_counts_against_the_program_too(life: Life) -> None:
    case = life.opened(**LIGHTS)
    case = life.act("object_to", case, "这一处由法院自管", by="eve")
    assert decided(case).overridden_how == "", "nobody has agreed yet"
    case = life.act("send_back", case, "同意退回", by="ivy")
    assert (case.state, decided(case).overridden_how) == ("received", "send_back")
    assert life.told("sent_back") == life.names("carol", "ivy")
    life.act("assign", case, life.order(), by="carol")
    assert Lesson.objects.get().source == "override"
    assert decided(case).by_machine, "the first dispatch was the program's, whatever came later"


def test_what_a_unit_takes_up_is_a_weak_lesson_until_a_person_says_otherwise(life: Life) -> None:
    case = life.opened(**LIGHTS)
    assert not Lesson.objects.exists()
    case = life.act("accept", case, by="eve")
    lesson = Lesson.objects.get()
    assert (lesson.label, lesson.source) == ("xt-police", "stood")
    assert [one.weight for one in lessons("unit")] == [0.5]
    life.act("reassign", case, life.order(), by="grace")
    assert [(one.label, one.weight) for one in lessons("unit")] == [("xt-court", 1.0)]


def test_given_to_another_unit_after_a_lock_counts_against_the_program(life: Life) -> None:
    case = life.opened(**LIGHTS)
    life.now += timedelta(days=8)
    life.settle(life.now)
    case.refresh_from_db()
    assert case.state == "locked"
    life.act("reassign", case, life.order(), by="grace")
    decision = decided(case)
    assert (decision.overridden_how, decision.overridden_to) == (
        "reassign",
        Unit.objects.get(code="xt-court"),
    )
    assert Lesson.objects.get().source == "override"


def test_given_again_to_the_same_unit_after_a_lock_says_nothing_against_the_program(life: Life) -> None:
    case = life.opened(**LIGHTS)
    life.now += timedelta(days=8)
    life.settle(life.now)
    here = life.order(
        "eve", unit=Unit.objects.get(code="xt-police").pk, approver=life.city.account("paul").pk
    )
    life.act("reassign", case, here, by="grace")
    assert decided(case).overridden_at is None and not Lesson.objects.exists()


def test_a_unit_that_supervises_by_rule_hears_of_it_and_one_to_be_informed_hears_no_more_than_that(
    life: Life,
) -> None:
    city = blueprint()
    asked = city.questions[0]
    yes = replace(asked.options[0], inform="xt-police")
    asked = replace(asked, types=("L",), options=(yes, *asked.options[1:]))
    policy.load(replace(city, questions=(asked, *city.questions[1:])), by=SYSTEM, now=life.now)
    rule = RoutingRule(
        code="watched", name="督办", name_en="Watched", any=("红绿灯",), matters=("request",),
        unit="xt-police", supervisor="xt-committee",
    )  # fmt: skip
    book = newest()
    assert book.row
    routing.change(
        put(book.rules, rule, 1), "add", rule.code, by=life.city.actor("grace"), since=life.now,
        seen=book.row.number, now=life.now,
    )  # fmt: skip
    case = life.opened(**{**LIGHTS, "answers": ((asked.code, yes.code),)})
    assert case.state == "assigned"
    assert life.told("oversee") == life.names("grace")
    assert life.told("informed") == life.names("paul")


def test_what_a_person_assigned_and_took_back_is_not_held_against_the_program(life: Life) -> None:
    case = life.brought_to("assigned")
    assert Lesson.objects.get().source == "assigned"
    life.act("object_to", case, "不归我们管", by="bob")
    life.act("send_back", case, "同意退回", by="carol")
    decision = decided(case)
    assert (decision.by_machine, decision.overridden_at, decision.held) == (
        False, None, ["unsure", "accuses", "complains_of_house"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "held"),
    [
        ({"officer_text": "一个戴眼镜的民警"}, ["accuses"]),
        ({"text": "门口红绿灯坏了，项望舒也不管。"}, ["accuses"]),
        ({"problem_type": "H3", "unit_code": "xt-police", "text": "红绿灯坏了没人管。"}, ["complains_of_house"]),
        ({"text": "门口红绿灯坏了，本人就在对面开店。"}, ["tells_writer"]),
        ({"text": "红绿灯坏了，再不修要出生命危险。"}, ["stopped"]),
    ],
)  # fmt: skip
def test_where_something_could_be_lost_a_person_decides(
    life: Life, changes: dict[str, object], held: list[str]
) -> None:
    plain = {**LIGHTS, **changes}
    if changes.get("problem_type") == "H3":
        everywhere(life)
    case = life.opened(**plain)
    decision = decided(case)
    assert case.state == "received" and life.told("to_review") >= life.names("carol", "ivy")
    assert [reason for reason in decision.held if reason in held] == held
    assert decision.given_at is None


def everywhere(life: Life) -> None:
    """A rule that would send every word of a light to the police, complaints too."""
    rule = RoutingRule(code="all-lights", name="灯", name_en="Lights", any=("绿灯坏",), unit="xt-police")
    book = newest()
    assert book.row
    routing.change(
        put(book.rules, rule, 1), "add", rule.code, by=life.city.actor("grace"), since=life.now,
        seen=book.row.number, now=life.now,
    )  # fmt: skip


def limited(life: Life, name: str, value: int, starts: str) -> Case:
    """A case that a rule with a limit of the city catches: so many days from that step on."""
    city = blueprint()
    row = replace(city.limits[1], name=name, value=value, unit="calendar_days", starts=starts)
    policy.load(replace(city, limits=(*city.limits, row)), by=SYSTEM, now=life.now)
    rule = RoutingRule(
        code=name,
        name="急",
        name_en=name,
        any=("红绿灯",),
        matters=("request",),
        unit="xt-police",
        limit=name,
    )
    book = newest()
    assert book.row
    routing.change(
        put(book.rules, rule, 1), "add", rule.code, by=life.city.actor("grace"), since=life.now,
        seen=book.row.number, now=life.now,
    )  # fmt: skip
    return life.opened(**LIGHTS)


def test_a_rule_may_set_the_time_for_taking_up(life: Life) -> None:
    case = limited(life, "soon", 1, "assigned")
    assert case.due_kind == "acceptance" and case.due_at
    assert (case.due_at.date() - life.now.date()).days == 1
    assert case.promised_at == case.report.promised_at


def test_a_rule_brings_the_promised_day_forward_and_never_back(life: Life) -> None:
    case = limited(life, "swift", 3, "received")
    assert (case.promised_at.date() - life.now.date()).days == 3
    whole = case.deadlines.get(kind="whole")
    assert whole.due_at == case.promised_at and whole.how["limit"]["name"] == "swift"
    page = followed(case.number)
    assert page and page.promised_at == case.promised_at and page.promised_how == whole.how
    stored, folded = replayed(case.number)
    assert stored == folded


def test_a_rule_never_puts_the_promised_day_off(life: Life) -> None:
    case = limited(life, "slow", 90, "received")
    assert case.promised_at == case.report.promised_at


def test_where_nobody_of_the_unit_can_take_it_a_person_decides(life: Life) -> None:
    life.city.account("paul").mandates.all().delete()
    life.city.account("eve").mandates.all().delete()
    case = life.opened(**LIGHTS)
    assert (case.state, decided(case).held) == ("received", ["nobody_able"])
    assert life.told("to_review") == life.names("carol", "ivy")


def test_the_reporters_name_does_not_reach_the_unit(life: Life) -> None:
    case = life.opened(**{**LIGHTS, "identity_mode": "real_name", "name": "宋平安", "phone": "13900001111",
                          "text": "红绿灯坏了，可打13900001111问我。"})  # fmt: skip
    assert case.state == "assigned"
    assert "13900001111" not in case.summary and "宋平安" not in case.summary


def test_what_people_put_right_lowers_the_precision_and_never_the_rate(life: Life) -> None:
    texts = (
        "东门外红绿灯坏了三天，盼着早点修。",
        "想在学校门口画一条斑马线，孩子们过街要绕远。",
        "建议把菜市场旁边褪色的标线重新描一描。",
        "西桥头信号灯时间太短，老人走到一半就变红。",
    )
    cases = [life.opened(**{**LIGHTS, "text": text}) for text in texts]
    life.brought_to("assigned")
    period, carol = Period(life.now.date(), life.now.date() + timedelta(days=9)), life.city.actor("carol")
    before = automation(carol, period)
    assert (before.rate, before.right) == (Share(4, 5), Share(4, 4))
    life.act("redirect", cases[0], life.order(), "法院自己管的门口", by="carol")
    after = automation(carol, period)
    assert (after.rate, after.right) == (Share(4, 5), Share(3, 4))
    assert [(one.rule, one.overridden) for one in after.by_program] == [("traffic", 1)]
    for measure, count in (("given", 5), ("automated", 4), ("overridden", 1)):
        assert behind(carol, Slice(measure, period), now=life.now).count() == count
    assert (
        behind(carol, Slice("overridden", period, {"rule": "traffic"}), now=life.now).get().pk == cases[0].pk
    )
    assert automation(life.city.actor("eve"), period).rate.whole == 3, "a handler counts what is theirs"
    assert automation(life.city.actor("mia"), period).rate.whole == 0, "nobody counts what they can't see"


def test_what_was_held_for_secrecy_and_released_is_read_by_a_person(life: Life) -> None:
    text = "门口红绿灯坏了。在灯下捡到一份材料，上面写着：\n机 密 ☆ 10 年"
    life.send(**{**LIGHTS, "text": text}, now=life.now)
    life.settle(life.now)
    assert not Case.objects.exists() and not RoutingDecision.objects.exists()
    secrecy.release(Quarantine.objects.get().pk, "不是涉密的", by=life.city.actor("nora"), now=life.now)
    life.settle(life.now)
    case = Case.objects.get()
    assert (case.state, decided(case).held, decided(case).unit.code) == (
        "received", ["quarantined"], "xt-police",
    )  # fmt: skip
