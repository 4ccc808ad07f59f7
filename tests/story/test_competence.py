"""A unit says that a matter isn't its own: it goes back, or stays, or their common superior decides whose it is."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client, override_settings
from tests.story.living import Life

from huiyin.cases import actions, queries
from huiyin.cases.models import Case
from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.clock import SHANGHAI, FixedClock
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations.actions import grant
from huiyin.organisations.models import Officer, Unit
from huiyin.policy.models import City
from huiyin.policy.queries import policy

pytestmark = pytest.mark.django_db
WHY, NO = "执行款由县法院管理，不属我院", "按级别管辖属于你院"


def day(moment: datetime | None) -> date:
    assert moment is not None
    return moment.astimezone(SHANGHAI).date()


def refused(life: Life, verb: str, case: Case, *more: object, by: str) -> str:
    with pytest.raises(NotAllowed) as no:
        getattr(actions, verb)(case.number, *more, by=life.city.actor(by), now=life.now)
    return no.value.refused.reason


def later(life: Life, **apart: int) -> None:
    life.now += timedelta(**apart)
    life.settle(life.now)


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


def test_the_sender_agrees_and_the_papers_come_back(life: Life) -> None:
    case = life.act("object_to", life.brought_to("verifying"), WHY, by="bob")
    # by hand: Mon 7 March + 2 working days
    assert (case.state, case.due_kind, day(case.due_at)) == ("objected", "objection_answer", date(2022, 3, 9))
    assert case.promised_at == Case.objects.get(pk=case.pk).report.promised_at, "the promise never moves"
    assert life.told("objected") == life.names("carol", "ivy")
    for name in ("bob", "frank", "henry"):
        assert refused(life, "send_back", case, "同意", by=name) == "wrong_role", name
    for name in ("dan", "eve", "mia"):
        assert refused(life, "send_back", case, "同意", by=name) == "unknown", name
    case = life.act("send_back", case, "同意退回", by="carol")
    assert (case.state, case.unit, case.handlers) == ("received", None, [])
    assert case.assignments.get().sent_back_because == WHY
    assert queries.case_for(life.city.actor("bob"), case.number) is None
    stored, fold = queries.replayed(case.number)
    assert stored == fold


@pytest.mark.parametrize(("rule", "days", "acceptance"), [
    # by hand: assigned Mon 7 March, to be taken up within 3 days, by Thu 10; objected Tue 8
    ("stands", 1, date(2022, 3, 11)),  # affirmed Wed 9: 8, 10, 11
    ("runs", 1, date(2022, 3, 10)),
    ("runs", 3, date(2022, 3, 14)),  # affirmed Fri 11, when it would be over: the next close of business
])  # fmt: skip
def test_what_stays_goes_on_with_what_was_left(life: Life, rule: str, days: int, acceptance: date) -> None:
    City.objects.update(while_objected=rule, edition=f"edition-{rule}")
    assert policy().city.while_objected == rule
    case = life.brought_to("assigned")
    later(life, days=1)
    case = life.act("object_to", case, WHY, by="bob")
    later(life, days=days)
    case = life.act("affirm", case, NO, by="grace")
    assert (case.state, case.due_kind, day(case.due_at)) == ("assigned", "acceptance", acceptance)
    assert life.told("affirmed") == life.names("bob")
    assert refused(life, "object_to", case, WHY, by="bob") == "objected_already"
    stored, fold = queries.replayed(case.number)
    assert stored == fold


def test_who_objects_after_taking_it_up_gains_no_time(life: Life) -> None:
    case = life.brought_to("verifying")
    due = case.due_at
    later(life, days=2)
    case = life.act("object_to", case, WHY, by="bob")
    case = life.act("affirm", case, NO, by="carol")
    case = life.act("accept", case, by="bob")
    assert (case.state, case.due_kind) == ("verifying", "verification")
    assert case.due_at == due, "it was affirmed the same day"
    assert not case.overdue and case.verifications.count() == 0


def test_after_five_working_days_it_is_too_late(life: Life) -> None:
    case = life.brought_to("verifying")
    life.now = datetime(2022, 3, 14, 17, 31, tzinfo=SHANGHAI)
    assert refused(life, "object_to", case, WHY, by="bob") == "objection_late"
    life.now -= timedelta(minutes=1)
    assert actions.object_to(case.number, WHY, by=life.city.actor("bob"), now=life.now).state == "objected"


def disputed(life: Life, **more: object) -> Case:
    case = life.act("object_to", life.brought_to("assigned"), WHY, by="bob")
    case = life.act("affirm", case, NO, by="carol")
    life.now += timedelta(hours=1)
    case = actions.dispute(case.number, WHY, by=life.city.actor("bob"), now=life.now, **more)  # type: ignore[arg-type]
    life.settle(life.now)
    return case


def test_where_nobody_is_above_the_committee_decides_but_nobody_who_had_a_part_in_it(life: Life) -> None:
    case = disputed(life)
    assert (case.state, case.arbiter) == ("disputed", unit("xt-committee"))
    assert life.told("disputed") == life.names("grace", "henry")
    assert refused(life, "affirm", case, NO, by="carol") == "wrong_role"
    assert refused(life, "affirm", case, NO, by="frank") == "wrong_role"
    assert refused(life, "send_back", case, "同意", by="dan") == "unknown"
    file = queries.case_for(life.city.actor("henry"), case.number)
    assert file is not None and not file.sees_report, "who decides reads what the unit reads"
    case = life.act("affirm", case, "由你院办理，裁决为准", by="henry")
    assert (case.state, case.arbiter_id) == ("assigned", None)
    assert refused(life, "dispute", case, WHY, by="bob") == "nothing_to_dispute"
    stored, fold = queries.replayed(case.number)
    assert stored == fold


def test_who_affirmed_or_gave_it_out_doesnt_judge(life: Life) -> None:
    case = life.act("object_to", life.brought_to("assigned"), WHY, by="bob")
    case = life.act("affirm", case, NO, by="grace")
    case = life.act("dispute", case, WHY, by="bob")
    assert life.told("disputed") == life.names("henry")
    assert refused(life, "affirm", case, NO, by="grace") == "own_dispute"


def test_the_superior_decides_where_there_is_one_and_sees_the_case_for_as_long(life: Life) -> None:
    """Somebody sits at the province: it is over both, the court that holds the case and the committee that sent it."""
    grant(
        life.city.account("mia"), "supervisor", unit("hb-committee"), since=date(2022, 1, 1),
        by=SYSTEM, now=life.now,
    )  # fmt: skip
    case = disputed(life)
    assert case.arbiter == unit("hb-committee")
    assert life.told("disputed") == life.names("mia")
    assert refused(life, "affirm", case, NO, by="henry") == "wrong_role", "it lies above them"
    mia = life.city.actor("mia")
    assert case in queries.my_work(mia) and case in queries.visible(mia)
    case = life.act("send_back", case, "不属中院，请重新交办", by="mia")
    assert (case.state, case.unit) == ("received", None)
    assert queries.case_for(life.city.actor("mia"), case.number) is None


def test_between_two_houses_the_committee_over_both_decides(life: Life) -> None:
    case = disputed(life, proposed=unit("xt-police").pk)
    assert case.arbiter == unit("xt-committee")
    assert refused(life, "dispute", case, WHY, by="eve") == "unknown", "whom they name learns nothing of it"
    bad = life.brought_to("assigned", text="复印要等一上午，没有人管。")
    number = bad.number
    with pytest.raises(NotAllowed):
        actions.object_to(
            number, WHY, by=life.city.actor("bob"), now=life.now, proposed=unit("xt-committee").pk
        )


def test_of_the_house_reported_on_nobody_decides_even_from_a_seat_above(life: Life) -> None:
    insider = life.city.account("ben")
    Officer.objects.filter(pk=insider.officer_id).update(unit=unit("xt-court-office"))
    grant(insider, "supervisor", unit("hb-committee"), since=date(2022, 1, 1), by=SYSTEM, now=life.now)
    case = disputed(life)
    assert case.arbiter == unit("xt-committee"), "of the superior nobody is left but one of the house itself"
    assert refused(life, "affirm", case, NO, by="ben") == "unknown"


def test_when_nobody_decides_the_leaders_hear_of_it(life: Life) -> None:
    case = disputed(life)
    assert case.due_at is not None
    life.now = case.due_at + timedelta(minutes=1)
    life.settle(life.now)
    case.refresh_from_db()
    assert case.overdue and case.state == "disputed"
    assert life.names("henry") <= life.told("overdue")


def test_what_betrays_the_reporter_is_refused(life: Life) -> None:
    case = life.brought_to("assigned", identity_mode="contact", phone="13900000000")
    assert refused(life, "object_to", case, "打13900000000问过本人，不归我们", by="bob") == "tells_reporter"


def test_on_the_pages(life: Life, client: Client) -> None:
    case = life.brought_to("assigned")
    at = f"/desk/cases/{case.number}"

    def sit(name: str) -> Client:
        client.force_login(life.city.account(name))
        return client

    with override_settings(CLOCK=FixedClock(life.now)):
        assert f"{at}/objection" in sit("bob").get(at).content.decode()
        assert f"{at}/dispute" not in sit("bob").get(at).content.decode()
        sent = {"seen": case.version, "reason": "", "proposed": unit("xt-police").pk}
        assert sit("bob").post(f"{at}/objection", sent).status_code == 422
        assert sit("bob").post(f"{at}/objection", sent | {"reason": WHY}).status_code == 303
        assert sit("frank").get(f"{at}/return").status_code == 404
        page = sit("carol").get(f"{at}/affirmation").content.decode()
        assert WHY in page and unit("xt-police").name in page
        seen = Case.objects.get(pk=case.pk).version
        assert sit("carol").post(f"{at}/affirmation", {"seen": seen, "reason": NO}).status_code == 303
        page = sit("bob").get(at).content.decode()
        assert NO in page and f"{at}/dispute" in page
        sent = {"seen": Case.objects.get(pk=case.pk).version, "reason": WHY, "proposed": ""}
        assert sit("bob").post(f"{at}/dispute", sent).status_code == 303
        page = sit("henry").get("/desk/").content.decode()
        assert case.number in page
        sent = {"seen": Case.objects.get(pk=case.pk).version, "reason": "由县院办理"}
        assert sit("henry").post(f"{at}/return", sent).status_code == 303
        assert sit("bob").get(at).status_code == 404
    assert Case.objects.get(pk=case.pk).state == "received"
