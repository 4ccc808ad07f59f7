"""The program gives a case to a unit, the committee gives it to another: what each sees, what is kept."""

from __future__ import annotations

import pytest
from tests.cast import Cast
from tests.story.living import Life

from huiyin.cases import actions, queries
from huiyin.cases.models import Blocked, Case
from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.models import Event
from huiyin.triage.routing.models import RuleBook

pytestmark = pytest.mark.django_db
REQUEST = {"problem_type": "L", "text": "立案大厅门口的台阶太高，轮椅上不去，盼着能修一段坡道。"}
TO_THE_POLICE = {"unit_code": "xt-police"}


@pytest.fixture(autouse=True)
def no_rules(city: Cast) -> None:
    """Nothing is dispatched but by the tests themselves."""
    RuleBook.objects.all().delete()


def police(life: Life):  # type: ignore[no-untyped-def]
    return life.order(
        "eve",
        unit=life.city.account("eve").mandates.get(role="handler").unit_id,
        approver=life.city.account("paul").pk,
    )


def test_the_program_gives_it_and_the_committee_redirects_it(life: Life) -> None:
    case = life.opened(**REQUEST)
    case = actions.dispatch(case.number, life.order(), now=life.now)
    life.settle(life.now)
    assert (case.state, case.unit.code, case.due_kind) == ("assigned", "xt-court", "acceptance")
    assert life.told("assigned") == life.names("bob")
    assert queries.case_for(life.city.actor("bob"), case.number) is not None
    case = life.act("redirect", case, police(life), "门口道路归公安管", by="carol")
    assert (case.state, case.unit.code) == ("assigned", "xt-police")
    assert queries.case_for(life.city.actor("bob"), case.number) is None, "what went on isn't theirs any more"
    assert queries.case_for(life.city.actor("eve"), case.number) is not None
    first, second = case.assignments.order_by("at")
    assert (first.by_id, first.ended_at, first.moved_because) == (None, second.at, "门口道路归公安管")
    stored, fold = queries.replayed(case.number)
    assert stored == fold


@pytest.mark.parametrize("name", ["carol", "grace", "bob", "dan", "eve", "henry"])
def test_nobody_but_the_program_dispatches(life: Life, name: str) -> None:
    case = life.opened(**REQUEST)
    with pytest.raises(NotAllowed):
        actions.dispatch(case.number, life.order(), by=life.city.actor(name), now=life.now)
    with pytest.raises(NotAllowed):
        actions.redirect(case.number, life.order(), "理由充分", by=SYSTEM, now=life.now)


def test_redirecting_takes_a_reason(life: Life) -> None:
    case = life.brought_to("assigned")
    with pytest.raises(NotAllowed) as no:
        life.act("redirect", case, police(life), " ", by="carol")
    assert no.value.refused == Refused("reason_needed")
    assert Case.objects.get(pk=case.pk).unit == case.unit


def test_of_a_request_the_section_in_charge_may_take_care(life: Life) -> None:
    """The same desk, by the same person, about the same window: a request goes to it, a complaint never does."""
    life.city.account("bob").mandates.get(role="handler")
    bob = life.city.account("bob")
    bob.officer.unit = life.opened(**REQUEST).reported
    bob.officer.save()
    wish, grievance = Case.objects.get(), life.opened(text="立案窗口说话难听，问什么都不答。")
    assert (wish.matter, grievance.matter) == ("request", "complaint")
    actions.dispatch(wish.number, life.order(), now=life.now)
    with pytest.raises(NotAllowed) as no:
        actions.dispatch(grievance.number, life.order(), now=life.now)
    assert no.value.refused.detail == {"conflicts": {bob.pk: "same_section"}}
    assert Blocked.objects.get(case=grievance).by_id is None
    assert Event.objects.filter(subject_kind="conflict").count() == 1


def test_a_request_that_names_somebody_counts_as_a_complaint(life: Life) -> None:
    case = life.opened(problem_type="L", text="请项望舒把材料清单贴出来，轮椅也够得着。")
    assert case.matter == "request" and case.accused
    bob = life.city.account("bob")
    bob.officer.unit = case.reported
    bob.officer.save()
    with pytest.raises(NotAllowed) as no:
        actions.dispatch(case.number, life.order(), now=life.now)
    assert no.value.refused.reason == "conflict_of_interest"
