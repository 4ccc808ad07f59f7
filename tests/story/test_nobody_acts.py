"""What happens when somebody doesn't act, can't act, or isn't there at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.cast import DAN, MORNING
from tests.story.living import Life

from huiyin.cases import actions, queries
from huiyin.cases.actions.working import current
from huiyin.cases.models import Case, Deadline
from huiyin.journey import arriving, worker
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.kernel.offices import opening
from huiyin.ledger.models import Event, Outbox
from huiyin.messages.models import Notice
from huiyin.messages.queries import inbox
from huiyin.organisations.models import Account, Mandate
from huiyin.policy.queries import policy

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_whose_turn_it_is_is_warned_once_a_working_day_before(life: Life) -> None:
    case = life.opened()
    warn_at = Deadline.objects.get(case=case, kind="review").warn_at
    assert warn_at is not None
    life.settle(warn_at - SECOND)
    assert life.told("due_soon") == set()
    life.settle(warn_at)
    life.settle(warn_at + SECOND)
    assert life.told("due_soon") == life.names("carol", "ivy")
    assert Notice.objects.filter(template="due_soon").count() == 2
    assert Notice.objects.filter(template="due_soon").first().params["day"] == "2022-03-09"  # type: ignore[union-attr]
    assert Case.objects.get(pk=case.pk).version == case.version, "a warning makes nobody's page stale"


def test_two_workers_warn_once(life: Life) -> None:
    deadline = Deadline.objects.get(case=life.opened(), kind="review")
    assert deadline.warn_at is not None
    assert actions.warn(deadline.pk, now=deadline.warn_at) is not None
    assert actions.warn(deadline.pk, now=deadline.warn_at) is None
    assert Event.objects.filter(subject_kind="deadline", verb="warn").count() == 1


def test_nobody_is_warned_of_what_they_have_done_already(life: Life) -> None:
    case = life.opened()
    deadline = Deadline.objects.get(case=case, kind="review")
    assert deadline.warn_at is not None
    actions.warn(deadline.pk, now=deadline.warn_at)
    actions.decline(case.number, "请走上诉程序。", by=life.city.actor("carol"), now=deadline.warn_at)
    life.settle(deadline.warn_at)
    assert life.told("due_soon") == set()
    assert actions.warn(deadline.pk, now=deadline.warn_at) is None


def test_the_last_second_of_a_deadline_is_in_time(life: Life) -> None:
    case = life.brought_to("assigned")
    assert case.due_at is not None
    life.settle(case.due_at)
    assert Case.objects.get(pk=case.pk).state == "assigned"
    actions.accept(case.number, by=life.city.actor("bob"), now=case.due_at)
    assert Deadline.objects.get(case=case, kind="acceptance").missed is False


def test_the_promise_to_the_reporter_lapses_aloud_although_every_step_is_in_time(life: Life) -> None:
    case = life.brought_to("verifying")
    Case.objects.filter(pk=case.pk).update(due_at=case.promised_at + timedelta(days=5))
    life.settle(case.promised_at)
    assert life.told("lapsed") == set()
    life.settle(case.promised_at + SECOND)
    life.settle(case.promised_at + 2 * SECOND)
    assert life.told("lapsed") == life.names("grace", "henry")
    assert Deadline.objects.get(case=case, kind="whole").missed
    late = queries.listed(life.city.actor("grace"), queries.Filter(late=True), now=case.promised_at + SECOND)
    assert list(late) == [case]


def test_an_answered_case_breaks_no_promise(life: Life) -> None:
    case = life.brought_to("answered")
    life.settle(case.promised_at + SECOND)
    assert not Deadline.objects.get(case=case, kind="whole").missed
    assert life.told("lapsed") == set()


def test_where_the_supervisor_lets_a_locked_case_lie_the_leaders_hear_of_it(life: Life) -> None:
    case = life.brought_to("assigned")
    assert case.due_at is not None
    life.settle(case.due_at + SECOND)
    locked = Case.objects.get(pk=case.pk)
    assert locked.state == "locked" and locked.due_at is not None
    assert life.names("henry") & life.told("overdue") == set()
    life.settle(locked.due_at + SECOND)
    assert life.told("overdue") == life.names("grace", "henry")


def test_a_case_whose_handler_has_left_goes_to_somebody_else(life: Life) -> None:
    case = life.brought_to("verifying")
    bob, ben = life.city.account("bob"), life.city.account("ben")
    Account.objects.filter(pk=bob.pk).update(is_active=False)
    assert case.due_at is not None
    life.settle(case.due_at - timedelta(days=1))
    assert life.told("nobody") == life.names("grace"), "nobody is left to be warned"
    with pytest.raises(NotAllowed) as refused:
        actions.reassign(case.number, life.order("bob"), by=life.city.actor("grace"), now=life.now)
    assert refused.value.refused.reason == "people_needed", "a closed account handles nothing"
    case = life.act("reassign", case, life.order("ben", allegations=("新的一项",)), by="grace")
    assert (case.state, case.handlers) == ("assigned", [ben.pk])
    assert queries.case_for(life.city.actor("ben"), case.number) is not None


def test_who_had_taken_a_case_on_doesnt_get_it_again(life: Life) -> None:
    case = life.brought_to("verifying")
    with pytest.raises(NotAllowed) as refused:
        actions.reassign(case.number, life.order("bob"), by=life.city.actor("grace"), now=life.now)
    conflicts = refused.value.refused.detail["conflicts"]
    assert conflicts == {life.city.account("bob").pk: "earlier_handler"}
    blocked = Event.objects.get(subject_kind="conflict")
    assert blocked.verb == "block" and blocked.data["why"] == "earlier_handler"


def test_findings_outlive_the_people_who_made_them(life: Life) -> None:
    case = life.brought_to("submitted")
    texts = list(case.allegations.values_list("text", flat=True))
    case = life.act("reassign", case, life.order("ben", allegations=("另一项",)), by="grace")
    assert list(case.allegations.order_by("position").values_list("text", flat=True)) == [*texts, "另一项"]
    life.act("accept", case, by="ben")
    with pytest.raises(actions.Incomplete) as lacking:
        draft = replace(life.draft(case), no_interest=False)
        actions.submit(case.number, draft, by=life.city.actor("ben"), now=life.now)
    assert set(lacking.value.fields) == {"no_interest"}
    assert [v.no_interest for v in case.verifications.order_by("round")] == [True, False]
    stored, fold = queries.replayed(case.number)
    assert stored == fold


def test_nobodys_declaration_passes_to_the_next(life: Life) -> None:
    case = life.brought_to("submitted")
    life.act("return_for_rework", case, "补一份当班表", by="frank")
    begun = current(case, by=life.city.actor("bob"), now=life.now)
    assert begun.verifiers and not begun.no_interest


def test_a_supervisor_takes_a_case_back_from_a_team_that_is_empty(life: Life) -> None:
    Mandate.objects.filter(role="team").delete()
    case = life.opened(text="我不服判决，法官枉法裁判，（2021）冀0502民初123号。")
    assert case.state == "referred"
    assert life.told("nobody") == life.names("grace")
    case = life.act("return_from_team", case, "专班没有人，先退回初审", by="grace")
    assert case.state == "received"
    assert life.told("sent_back") == life.names("carol", "ivy")
    event = Event.objects.filter(subject_kind="case", verb="return_from_team").get()
    assert set(event.data) == {"due"}, "words of people stay out of the ledger"
    assert case.referrals.get().returned_because == "专班没有人，先退回初审"


def test_a_committee_without_anybody_is_heard_of_by_administrators_without_a_word_of_the_case(
    life: Life,
) -> None:
    Mandate.objects.filter(role__in=("reviewer", "supervisor")).delete()
    case = life.opened()
    assert life.told("unattended") == life.names("adam")
    notice = Notice.objects.get()
    assert notice.case == "" and case.number not in str(notice.params)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ValueError("林某某 13900000000 反映")

    monkeypatch.setattr(arriving, "screen", fails)


def test_a_step_that_fails_for_ever_is_tried_for_ever_and_said_aloud_once(life: Life, broken: None) -> None:
    life.send()
    now = MORNING
    for _ in range(60):
        life.settle(now)
        now += timedelta(hours=1)
    row = Outbox.objects.get()
    assert row.attempts == 60, "long waits don't grow out of what a machine can count"
    assert life.told("stuck") == life.names("adam")
    assert Notice.objects.filter(template="stuck").count() == 1


def test_what_is_kept_of_an_error_holds_no_words(life: Life, broken: None) -> None:
    life.send()
    life.settle(MORNING)
    error = Outbox.objects.get().error
    assert error.startswith("ValueError at arriving.py:")
    assert "13900000000" not in error and "林" not in error


def test_one_broken_case_doesnt_keep_the_deadlines_of_others(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (
        life.brought_to("assigned"),
        life.brought_to("assigned", text="执行款一直不发，项望舒不接电话。"),
    )
    real = worker.pass_due

    def fails_for_the_first(number: str, **more: object) -> object:
        if number == first.number:
            raise LookupError("no limit")
        return real(number, **more)  # type: ignore[arg-type]

    def breaks(now: object, most: int) -> int:
        raise LookupError("no limit")

    monkeypatch.setattr(worker, "pass_due", fails_for_the_first)
    monkeypatch.setattr(worker, "pass_all_due", breaks)
    assert second.due_at is not None
    worker.pass_deadlines(second.due_at + SECOND)
    assert Case.objects.get(pk=second.pk).state == "locked"


def test_an_outcome_on_the_approver_takes_the_approval_from_them(life: Life) -> None:
    case = life.brought_to("verifying")
    frank = life.city.account("frank").officer_id
    case = life.act("submit", case, life.draft(case, officer=frank), by="bob")
    assert frank in case.accused and life.city.officer(DAN).pk in case.accused
    assert queries.case_for(life.city.actor("frank"), case.number) is None
    assert life.told("to_approve") == set()
    assert life.told("nobody") == life.names("grace")
    assert life.city.account("frank").username not in life.told("assigned")


def test_warnings_reach_people_in_office_hours_only(life: Life) -> None:
    """Before the limit, at it and after it: what came in the evening is read the next working morning."""
    case = life.brought_to("assigned")
    assert case.due_at is not None
    evening = case.due_at + SECOND
    life.settle(evening)
    assert life.told("locked") >= life.names("grace")
    shown = Notice.objects.filter(template="locked").values_list("made_at", flat=True)
    opens = opening(evening, policy().calendar, policy().office_hours)
    assert opens > evening and set(shown) == {opens}
    grace = life.city.actor("grace")
    assert "locked" not in {one.template for one in inbox(grace, evening)}
    assert "locked" in {one.template for one in inbox(grace, opens)}
    for notice in Notice.objects.filter(template="due_soon"):
        assert opening(notice.made_at, policy().calendar, policy().office_hours) == notice.made_at
