"""Level by level on the database; withdrawing and who goes on. The rows stay the fold of the events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.cast import MORNING, Cast
from tests.story.living import Life

from huiyin.cases import actions, queries
from huiyin.cases.models import Case, Decision, Recusal
from huiyin.cases.rules.lifecycle import roles_on
from huiyin.journey.worker import tidy
from huiyin.kernel.clock import FixedClock
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.models import Event
from huiyin.messages.models import Notice
from huiyin.organisations.models import Account, Leave, Mandate, Unit
from huiyin.policy.models import Approval, City

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_levels(city: Cast) -> Account:
    """Complaints are signed by the court's leader and then by Paul, who is made its deputy chief."""
    Approval.objects.create(
        code="complaints", levels=["approver", "chief"], types=[], matters=["complaint"], channels=[], weights=[],
        basis="-", basis_en="-", position=0,
    )  # fmt: skip
    City.objects.update(edition="with-levels")
    paul = city.account("paul")
    Mandate.objects.create(
        account=paul,
        unit=Unit.objects.get(code="xt-court"),
        role="chief",
        since=(MORNING - timedelta(days=9)).date(),
    )
    return paul


def refused(act: Callable[..., Any], *args: Any, **kwargs: Any) -> str:
    with pytest.raises(NotAllowed) as no:
        act(*args, **kwargs)
    return no.value.refused.reason


def test_a_complaint_goes_up_comes_back_and_goes_up_again(life: Life, two_levels: Account) -> None:
    case = life.brought_to("submitted")
    case = life.act("approve", case, by="frank")
    assert (case.state, case.approver, case.signers) == (
        "submitted",
        two_levels.pk,
        [life.city.account("frank").pk],
    )
    assert life.told("to_approve") == life.names("frank", "paul")
    assert roles_on(case.snapshot(), life.city.actor("frank")) == {"signer"}
    assert queries.case_for(life.city.actor("frank"), case.number) is not None, "who signed reads on"
    assert refused(actions.approve, case.number, by=life.city.actor("frank"), now=life.now) == "wrong_role"
    case = life.act("return_for_rework", case, "请再核实第三次。", by="paul")
    assert (case.state, case.approver, case.signers) == ("verifying", life.city.account("frank").pk, [])
    case = life.act("submit", case, life.draft(case), by="bob")
    case = life.act("approve", case, by="frank")
    case = life.act("approve", case, by="paul")
    assert case.state == "approved"
    assert list(Decision.objects.order_by("pk").values_list("level", "approved")) == [
        (0, True), (1, False), (0, True), (1, True),
    ]  # fmt: skip
    stored, fold = queries.replayed(case.number)
    assert stored == fold


def test_nobody_signs_twice_even_with_both_mandates(life: Life, two_levels: Account) -> None:
    frank = life.city.account("frank")
    Mandate.objects.filter(account=two_levels, role="chief").update(account=frank)
    case = life.brought_to("submitted")
    assert refused(actions.approve, case.number, by=life.city.actor("frank"), now=life.now) == "no_signer"
    assert not Decision.objects.exists(), "nothing is signed where it can't go on"
    Mandate.objects.create(
        account=two_levels, unit=frank.mandates.first().unit, role="chief", since=MORNING.date()
    )
    case = life.act("approve", case, by="frank")
    Case.objects.filter(pk=case.pk).update(approver=frank.pk)  # as if a mistake had made it his turn again
    assert (
        refused(actions.approve, case.number, by=life.city.actor("frank"), now=life.now) == "signed_already"
    )


def test_what_is_called_major_needs_more_signatures_and_what_isnt_needs_one(
    life: Life, two_levels: Account
) -> None:
    Approval.objects.update(matters=[], weights=["major"])
    City.objects.update(edition="by-weight")
    plain = life.brought_to("submitted")
    assert life.act("approve", plain, by="frank").state == "approved"
    other = life.opened(text="执行款一直不发，问了三次没人答复。")
    life.act("assign", other, life.order(weight="major"), by="carol")
    life.act("accept", other, by="bob")
    other = life.act("submit", other, life.draft(other), by="bob")
    assert other.levels == ["approver", "chief"]
    third = life.brought_to("submitted", text="下班前就不叫号，复印要等一上午。")
    third = actions.approve(third.number, by=life.city.actor("frank"), now=life.now, weight="major")
    assert (third.state, third.approver) == ("submitted", two_levels.pk), "the leader finds that it is major"


def test_a_handler_withdraws_and_another_goes_on(life: Life) -> None:
    case = life.brought_to("verifying")
    bob, ben = life.city.account("bob"), life.city.account("ben")
    due = case.due_at
    actions.ask_recusal(case.number, "反映人是我同学的父亲。", by=life.city.actor("bob"), now=life.now)
    actions.ask_recusal(case.number, "反映人是我同学的父亲。", by=life.city.actor("bob"), now=life.now)
    life.settle(life.now)
    assert Recusal.objects.count() == 1 and life.told("recusal_asked") == life.names("frank")
    who = {"by": life.city.actor("frank"), "now": life.now}
    assert refused(actions.recuse, case.number, bob.pk, "同意回避。", **who) == "successor_needed"
    assert (
        refused(actions.recuse, case.number, bob.pk, "同意回避。", successor=bob.pk, **who)
        == "unknown_choice"
    )
    assert (
        refused(actions.recuse, case.number, bob.pk, "同意回避。", by=life.city.actor("bob"), now=life.now)
        == "wrong_role"
    )
    case = actions.recuse(case.number, bob.pk, "同意回避。", successor=ben.pk, **who)
    life.settle(life.now)
    assert (case.handlers, case.recused, case.due_at) == ([ben.pk], [bob.pk], due)
    assert life.told("taken_over") == life.names("ben")
    assert not Notice.objects.filter(account=bob, case=case.number).exists()
    assert queries.case_for(life.city.actor("bob"), case.number) is None
    assert case.pk not in queries.visible(life.city.actor("bob")).values_list("pk", flat=True)
    assert (
        refused(actions.submit, case.number, life.draft(case), by=life.city.actor("bob"), now=life.now)
        == "unknown"
    )
    case = life.act("submit", case, life.draft(case), by="ben")
    assert case.state == "submitted"
    stored, fold = queries.replayed(case.number)
    assert stored == fold


def test_what_is_refused_is_told_with_a_reason_and_can_be_asked_again(life: Life) -> None:
    case = life.brought_to("received")
    carol = life.city.account("carol")
    actions.ask_recusal(case.number, "我与反映人住同一小区。", by=life.city.actor("carol"), now=life.now)
    assert (
        refused(
            actions.refuse_recusal,
            case.number,
            carol.pk,
            "不构成利害关系",
            by=life.city.actor("carol"),
            now=life.now,
        )
        == "own_recusal"
    )
    actions.refuse_recusal(case.number, carol.pk, "不构成利害关系", by=life.city.actor("grace"), now=life.now)
    life.settle(life.now)
    assert life.told("recusal_refused") == life.names("carol")
    again = actions.ask_recusal(case.number, "反映人是我表兄。", by=life.city.actor("carol"), now=life.now)
    case = actions.recuse(case.number, carol.pk, "应当回避", by=life.city.actor("grace"), now=life.now)
    assert roles_on(case.snapshot(), life.city.actor("carol")) == frozenset()
    assert roles_on(case.snapshot(), life.city.actor("ivy")) != frozenset(), (
        "the committee goes on without her"
    )
    again.refresh_from_db()
    assert (again.granted, again.decided_by_id) == (True, life.city.account("grace").pk)
    verbs = Event.objects.filter(subject_kind="recusal").values_list("verb", flat=True)
    assert sorted(verbs) == ["ask", "ask", "refuse"]


def test_who_signs_withdraws_by_the_supervisor_and_the_last_one_leaves_it_to_them(life: Life) -> None:
    case = life.brought_to("submitted")
    frank = life.city.account("frank")
    case = actions.recuse(case.number, frank.pk, "系当事人近亲属", by=life.city.actor("grace"), now=life.now)
    life.settle(life.now)
    assert (case.approver, case.state) == (None, "submitted"), (
        "dan is kept out, and nobody else may sign there"
    )
    assert life.told("nobody") == life.names("grace")


def test_whoever_is_away_is_stood_in_for_and_where_nobody_can_be_those_above_hear_of_it(
    life: Life, two_levels: Account, client: Client, settings: pytest.FixtureRequest
) -> None:
    """Mia sits in another house; by a mandate with dates she may sign for the court while Frank is away."""
    settings.CLOCK = FixedClock(life.now)
    client.force_login(life.city.account("frank"))
    wrong = client.post("/desk/leave", {"since": "2022-03-09", "until": "2022-03-07"})
    assert wrong.status_code == 422 and "2022-03-09" in wrong.text
    assert client.post("/desk/leave", {"since": "2022-03-07", "until": "2022-03-14"}).status_code == 303
    alone = life.brought_to("submitted", text="立案窗口没有人。")
    frank = life.city.account("frank").pk
    assert alone.approver == frank
    assert life.told("signer_away") == life.names("grace", "henry")
    mia = life.city.account("mia")
    Mandate.objects.create(
        account=mia, unit=Unit.objects.get(code="xt-court"), role="approver", since=MORNING.date()
    )
    Notice.objects.all().delete()
    other = life.brought_to("submitted", text="电话打了一天没有人接。")
    assert other.approver == mia.pk and life.told("to_approve") == {mia.username}
    assert life.told("signer_away") == set()
    stored, fold = queries.replayed(other.number)
    assert stored == fold
    passed = life.act("approve", other, by="mia")
    assert (passed.approver, passed.signers) == (two_levels.pk, [mia.pk])
    leave = Leave.objects.get()
    client.force_login(life.city.account("bob"))
    assert client.post(f"/desk/leave/{leave.pk}/end").status_code in (403, 404), "another's"
    client.force_login(life.city.account("frank"))
    assert client.post(f"/desk/leave/{leave.pk}/end").status_code == 303
    later = life.brought_to("submitted", text="大厅的钟慢了半小时。")
    assert later.approver == frank
    due, told = later.due_at, life.told("to_approve")
    tidy(life.now)
    life.settle(life.now)
    later.refresh_from_db()
    assert later.approver == frank, "nobody is stood in for who is here"
    client.post("/desk/leave", {"since": "2022-03-07", "until": "2022-03-14"})
    Notice.objects.all().delete()
    tidy(life.now)
    life.settle(life.now)
    later.refresh_from_db()
    assert (later.approver, later.due_at) == (mia.pk, due), "what waited already goes on, and gains no time"
    assert life.told("to_approve") == {mia.username} != told
    stored, fold = queries.replayed(later.number)
    assert stored == fold
