"""More time is asked for, granted and told; a stopped clock goes on with what was left; nothing else moves a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from tests.story.living import HOUR, Life

from huiyin.cases import actions, queries
from huiyin.cases.models import Case, Deadline
from huiyin.cases.times.queries import explained
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.messages.models import Delivery

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHY = "要等司法鉴定机构出意见"


def day(moment: datetime | None) -> date:
    assert moment is not None
    return moment.astimezone(SHANGHAI).date()


def refused(life: Life, verb: str, case: Case, *more: object, by: str) -> str:
    with pytest.raises(NotAllowed) as no:
        getattr(actions, verb)(case.number, *more, by=life.city.actor(by), now=life.now)
    return no.value.refused.reason


def with_phone(life: Life) -> Case:
    return life.brought_to("verifying", identity_mode="contact", phone="13900000000")


def test_more_time_once_asked_granted_by_the_leader_and_told_with_its_reason(life: Life) -> None:
    case = with_phone(life)
    assert (day(case.due_at), day(case.promised_at)) == (date(2022, 3, 21), date(2022, 3, 28))
    case = life.act("ask_extension", case, 5, WHY, by="bob")
    assert day(case.due_at) == date(2022, 3, 21), "asking moves nothing"
    assert life.told("time_asked") == life.names("frank")
    assert refused(life, "ask_extension", case, 5, WHY, by="bob") == "asked_already"
    assert refused(life, "extend", case, by="grace") == "wrong_role", "the city says whose it is to grant"
    case = life.act("extend", case, by="frank")
    # by hand: Mon 21 March + 5 working days = Mon 28; Mon 28 March + 5 = Sat 2 April is worked, so Sat 2 April
    assert (day(case.due_at), day(case.promised_at)) == (date(2022, 3, 28), date(2022, 4, 2))
    assert life.told("time_moved") == life.names("bob")
    assert Delivery.objects.get(template="new_day").params["day"] == "2022-04-02"
    stored, fold = queries.replayed(case.number)
    assert stored == fold
    kinds = [step["kind"] for step in explained(case, life.city.actor("bob"))[0].how["steps"]]
    assert kinds == ["starts", "counts", "skipped", "skipped", "extended", "skipped", "ends"]
    assert explained(case, life.city.actor("eve")) == []
    assert refused(life, "ask_extension", case, 1, WHY, by="bob") == "granted_already"


def test_the_reporters_page_shows_the_new_day_and_why(life: Life, client: Client) -> None:
    from django.conf import settings
    from django.test import override_settings

    from huiyin.kernel.clock import FixedClock

    receipt = life.send(now=life.now)
    life.settle(life.now)
    case = Case.objects.get(number=receipt.number)
    case = life.act("accept", life.act("assign", case, life.order(), by="carol"), by="bob")
    life.act("ask_extension", case, 5, WHY, by="bob")
    asked = {"number": receipt.number, "query_code": receipt.query_code}
    with override_settings(CLOCK=FixedClock(life.now)):
        assert settings.CLOCK.now() == life.now
        page = client.post("/track", asked, follow=True).content.decode()
        assert WHY not in page and "3 月 28 日" in page
        life.act("extend", case, by="frank")
        page = client.get("/track").content.decode()
    assert (
        WHY in page
        and "4 月 2 日（星期六）" in page
        and "3 月 28 日（星期一）" not in page.split("<details")[0]
    )


@pytest.mark.parametrize(
    ("value", "moment", "why"),
    [(11, HOUR, "too_much_time"), (0, HOUR, "too_much_time"), (5, 30 * DAY, "past_due")],
)
def test_too_much_or_too_late_is_refused_and_moves_nothing(
    life: Life, value: int, moment: timedelta, why: str
) -> None:
    case = life.brought_to("verifying")
    life.now += moment
    assert refused(life, "ask_extension", case, value, WHY, by="bob") == why
    assert Case.objects.get(pk=case.pk).due_at == case.due_at


def test_what_waits_for_a_decision_doesnt_stop_the_clock(life: Life) -> None:
    case = life.brought_to("verifying")
    life.act("ask_extension", case, 5, WHY, by="bob")
    assert case.due_at is not None
    life.now = case.due_at + HOUR
    life.settle(life.now)
    assert Case.objects.get(pk=case.pk).overdue
    assert refused(life, "extend", case, by="frank") == "past_due"
    assert life.act("refuse_extension", case, "已经超期", by="frank").overdue


def test_a_stopped_clock_goes_on_with_what_was_left(life: Life) -> None:
    case = with_phone(life)
    life.act("ask_suspension", case, 30, WHY, by="bob")
    assert life.told("time_asked") == life.names("frank", "grace")
    case = life.act("suspend", case, by="grace")
    # stopped on Mon 7 March with 10 working days left, until Wed 6 April at the latest (Sun 24 April is worked)
    assert (day(case.due_at), day(case.promised_at)) == (date(2022, 4, 20), date(2022, 4, 26))
    life.now += 20 * DAY
    life.settle(life.now)
    assert not Case.objects.get(pk=case.pk).overdue, (
        "ten working days are long over, but none of them counted"
    )
    case = life.act("resume", case, by="bob")
    # again on Sun 27 March: 10 working days after it (Sat 2 April is worked, 3 to 5 are the Qingming holiday)
    assert (day(case.due_at), day(case.promised_at)) == (date(2022, 4, 11), date(2022, 4, 18))
    days = Delivery.objects.filter(template="new_day").order_by("pk").values_list("params", flat=True)
    assert [params["day"] for params in days] == ["2022-04-26", "2022-04-18"]
    stored, fold = queries.replayed(case.number)
    assert stored == fold
    assert refused(life, "resume", case, by="bob") == "not_suspended"


def test_nobody_grants_what_they_asked_for_and_nobody_else_has_a_say(life: Life) -> None:
    case = life.brought_to("verifying")
    life.act("ask_suspension", case, 5, WHY, by="bob")
    for name in ("eve", "dan", "paul", "mia"):
        assert refused(life, "suspend", case, by=name) == "unknown"
    assert refused(life, "suspend", case, by="bob") == "wrong_role"
    assert refused(life, "suspend", case, by="carol") == "wrong_role"


def test_a_step_ends_what_was_asked_and_a_stop_of_the_clock(life: Life) -> None:
    case = life.brought_to("verifying")
    life.act("ask_suspension", case, 30, WHY, by="bob")
    promised = case.promised_at
    case = life.act("suspend", case, by="frank")
    assert case.promised_at > promised
    case = life.act("submit", case, life.draft(case), by="bob")
    assert case.promised_at == promised, "an hour on the same day is no day"
    stored, fold = queries.replayed(case.number)
    assert stored == fold
    assert not case.time_requests.filter(decided_at=None).exists()


def test_a_comment_or_an_edit_moves_no_day(life: Life) -> None:
    case = life.brought_to("verifying")
    before = list(Deadline.objects.filter(case=case).order_by("pk").values("due_at", "how", "ended_at"))
    life.now += HOUR
    actions.save_verification(case.number, life.draft(case), by=life.city.actor("bob"), now=life.now)
    life.act("ask_extension", case, 5, WHY, by="bob")
    life.act("refuse_extension", case, "原期限来得及", by="frank")
    life.settle(life.now)
    assert (
        list(Deadline.objects.filter(case=case).order_by("pk").values("due_at", "how", "ended_at")) == before
    )


def test_who_was_joined_is_promised_the_new_day_too(life: Life) -> None:
    main = life.brought_to("verifying")
    other = life.opened(
        text="立案窗口的项望舒又让人白跑一趟，材料清单说了三个样。",
        identity_mode="contact",
        phone="13900000001",
    )
    other = life.act("join", other, main.number, by="carol")
    first = other.promised_at
    life.act("ask_extension", main, 5, WHY, by="bob")
    life.act("extend", main, by="frank")
    other.refresh_from_db()
    assert other.promised_at > first
    stored, fold = queries.replayed(other.number)
    assert stored == fold
    assert Delivery.objects.filter(template="new_day").count() == 1
