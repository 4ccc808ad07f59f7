"""Who must not learn of a report doesn't, by search, by notice, by the ledger or by a relationship declared later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.cast import DAN, MORNING
from tests.story.living import Life

from huiyin.assessment.actions import use_result
from huiyin.assessment.queries import register
from huiyin.cases import actions, queries
from huiyin.cases.models import Case
from huiyin.cases.search.pages import Question, every
from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.models import Access, Event
from huiyin.messages.models import Notice
from huiyin.organisations.actions import declare_relation
from huiyin.organisations.models import Mandate, Unit
from huiyin.reporting.queries import accesses_for, cubes, ledger_for
from huiyin.reporting.queries.audit import OF_A_CASE
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.measures import MEASURES

pytestmark = pytest.mark.django_db
EVER = Period(MORNING.date() - timedelta(days=60), MORNING.date() + timedelta(days=60))


def counted(life: Life, name: str) -> int:
    cube, _ = cubes(life.city.actor(name), {"all": (EVER, MEASURES)}, now=life.now)
    return sum(cube["all"].total(measure) for measure in MEASURES)


def test_who_holds_no_role_is_shown_no_figure(life: Life) -> None:
    life.opened()
    cube, organs = cubes(SYSTEM, {"all": (EVER, MEASURES)}, now=life.now)
    assert (cube["all"].total("received"), organs) == (0, {})


def test_who_turns_out_to_be_close_to_the_accused_loses_sight_of_the_case(life: Life) -> None:
    case = life.brought_to("assigned")
    for name in ("carol", "bob", "henry"):
        assert queries.case_for(life.city.actor(name), case.number) is not None
        officer = life.city.account(name).officer
        declare_relation(officer, life.city.officer(DAN), "sibling", by=SYSTEM, now=life.now)
        assert queries.case_for(life.city.actor(name), case.number) is None
        assert list(queries.listed(life.city.actor(name), queries.Filter(), now=life.now)) == []
        assert counted(life, name) == 0
        assert not register(life.city.actor(name)).filter(code=DAN).exists()
    with pytest.raises(NotAllowed) as refused:
        actions.accept(case.number, by=life.city.actor("bob"), now=life.now)
    assert refused.value.refused.reason == "unknown"


def test_a_case_that_isnt_yours_and_one_that_isnt_there_are_refused_alike(life: Life) -> None:
    number = life.brought_to("assigned").number
    said = []
    for asked in (number, "XT-2022-999999"):
        with pytest.raises(NotAllowed) as refused:
            actions.accept(asked, by=life.city.actor("eve"), now=life.now)
        said.append(refused.value.refused)
    assert said[0] == said[1]


def finds(life: Life, who: str, words: str) -> bool:
    asked = Question(life.city.actor(who), queries.Filter(), words, life.now)
    return every(asked, 10).exists()


def test_a_handler_who_also_reviews_elsewhere_cant_search_the_report_as_sent(life: Life) -> None:
    case = life.brought_to("assigned")
    committee = Unit.objects.get(code="xt-committee")
    Mandate.objects.create(
        account=life.city.account("bob"), unit=committee, role="reviewer", since=MORNING.date()
    )
    bob = life.city.actor("bob")
    assert finds(life, "bob", "没有一次性告知") and finds(life, "bob", case.number[-6:]), "what he may read"
    assert not finds(life, "bob", "看墙上"), "what only the report says"
    Case.objects.filter(pk=case.pk).update(state="approved")
    assert list(queries.my_work(bob)) == [], "nothing that he couldn't do"


def test_a_team_searches_what_lies_in_its_queue(life: Life) -> None:
    life.opened(text="我不服判决，法官枉法裁判，（2021）冀0502民初123号。")
    assert finds(life, "lee", "枉法裁判")
    assert not finds(life, "bob", "枉法裁判")


def test_who_is_named_later_finds_nothing_in_their_inbox(life: Life) -> None:
    case = life.opened(text="窗口的人让我来回跑了三趟。")
    dan = life.city.account("dan")
    assert Notice.objects.filter(account=dan).exists() is False, "of their own house nobody is told"
    carol = life.city.account("carol")
    assert Notice.objects.filter(account=carol, case=case.number).exists()
    life.act("pin", case, [carol.officer_id], by="grace")
    assert not Notice.objects.filter(account=carol).exists()
    assert Notice.objects.filter(account=life.city.account("ivy")).exists()
    assert queries.case_for(life.city.actor("carol"), case.number) is None


@pytest.mark.parametrize("officers", [[], [0]])
def test_naming_nobody_or_somebody_unknown_is_refused(life: Life, officers: list[int]) -> None:
    case = life.opened()
    with pytest.raises(NotAllowed) as refused:
        actions.pin(case.number, officers, by=life.city.actor("carol"), now=life.now)
    assert refused.value.refused.reason == "unknown_choice"


def test_what_the_unit_reads_never_says_who_reported(life: Life) -> None:
    case = life.opened(identity_mode="real_name", name="郁青衣", phone="13900000000")
    carol, plain = life.city.actor("carol"), life.order()
    for changes, field in (
        ({"summary": "郁青衣反映窗口没有一次性告知。"}, "summary"),
        ({"summary": "反映人电话139-0000 0000。"}, "summary"),
        ({"demand": "请与郁 青 衣联系"}, "demand"),
        ({"allegations": ("没有告知", "致电１３９００００００００未接")}, "allegations"),
    ):
        with pytest.raises(NotAllowed) as refused:
            actions.assign(case.number, replace(plain, **changes), by=carol, now=life.now)  # type: ignore[arg-type]
        assert refused.value.refused.reason == "tells_reporter"
        assert refused.value.refused.detail == {"field": field}
    assert actions.assign(case.number, plain, by=carol, now=life.now).state == "assigned"


def test_an_account_of_which_nobody_can_say_who_it_is_handles_nothing(life: Life) -> None:
    case = life.opened()
    lee, court = life.city.account("lee"), Unit.objects.get(code="xt-court")
    assert lee.officer is None
    for role in ("handler", "approver"):
        Mandate.objects.create(account=lee, unit=court, role=role, since=MORNING.date())
    for order in (life.order("lee"), life.order(approver=lee.pk)):
        with pytest.raises(NotAllowed) as refused:
            actions.assign(case.number, order, by=life.city.actor("carol"), now=life.now)
        assert refused.value.refused.reason == "not_in_register"


def test_the_ledger_is_for_auditors_and_hides_their_own_house(life: Life) -> None:
    case = life.brought_to("answered")
    life.settle(case.due_at - timedelta(hours=1))  # somebody is warned
    use_result(case.number, "talk", "约谈一次", officer=None, by=life.city.actor("carol"), now=life.now)
    life.send(unit_code="xt-committee-office", text="办公室的人态度不好。")  # arrived, and no file yet
    Access.objects.create(
        subject_kind="report",
        subject_id=case.number,
        what="identity",
        actor="account:1",
        at=MORNING,
        reason="x",
    )
    assert not ledger_for(life.city.actor("carol")).exists()
    assert not accesses_for(life.city.actor("carol")).exists()
    of_cases = Event.objects.filter(subject_kind__in=OF_A_CASE)
    assert of_cases.exists() and all("case" in event.data for event in of_cases)
    una = life.city.actor("una")
    mine = set(ledger_for(una).values_list("subject_kind", "verb"))
    assert {("case", "answer"), ("report", "receive")} <= mine
    assert ledger_for(una).filter(verb="receive").count() == 1, "the report on her own house isn't there"
    assert accesses_for(una).count() == 1
    of_the_court = replace(una, home=Unit.objects.get(code="xt-court").pk)
    assert not ledger_for(of_the_court).filter(subject_kind__in=("case", "report", "use", "lock")).exists()
    assert not accesses_for(of_the_court).exists()
    xiangdu = Unit.objects.get(code="xiangdu-committee").pk
    next_door = replace(una, mandates=(replace(una.mandates[0], unit=xiangdu),))
    assert not ledger_for(next_door).filter(subject_kind__in=("case", "report")).exists()
