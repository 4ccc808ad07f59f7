"""The calendar changes after days were promised: they stay, or are counted anew and told, as the city wants it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client, override_settings
from tests.cast import PASSWORD
from tests.story.living import Life

from huiyin.cases import queries
from huiyin.cases.actions import recount, recount_some
from huiyin.cases.models import Case, MovedDay, Recounting
from huiyin.cases.times.queries import Moves, moves_by, recounts, would_move
from huiyin.journey.worker import read_outbox
from huiyin.kernel.clock import SHANGHAI, FixedClock
from huiyin.kernel.lifecycle import Refused
from huiyin.messages.models import Delivery
from huiyin.organisations.actions import change_day, change_days
from huiyin.policy.models import City
from huiyin.policy.queries import calendar
from huiyin.policy.rules.days import read_days

pytestmark = pytest.mark.django_db
SNOW = date(2022, 3, 16)
"""A Wednesday, in the middle of the time for verification."""


@pytest.fixture
def follows(life: Life) -> None:
    City.objects.update(calendar_changes="recompute", edition="another")


def day(moment: datetime | None) -> date:
    assert moment is not None
    return moment.astimezone(SHANGHAI).date()


def changed(life: Life, which: date, working: bool) -> None:
    life.now += timedelta(hours=1)
    change_day(which, working, "因暴雪全市放假", by=life.city.actor("adam"), now=life.now)
    life.settle(life.now)


def test_what_was_promised_stays_where_the_city_wants_it(life: Life) -> None:
    case = life.brought_to("verifying")
    changed(life, SNOW, False)
    after = Case.objects.get(pk=case.pk)
    assert (after.due_at, after.promised_at) == (case.due_at, case.promised_at)
    assert not MovedDay.objects.exists()


def test_promised_days_follow_the_calendar_and_everybody_is_told(
    life: Life, follows: None, client: Client
) -> None:
    case = life.brought_to("verifying", identity_mode="contact", phone="13900000000")
    before = would_move([(SNOW, False)], life.now)
    assert (before.looked_at, before.moved, before.promises, before.furthest) == (2, 2, 1, 1)
    changed(life, SNOW, False)
    after = Case.objects.get(pk=case.pk)
    assert (day(after.due_at), day(after.promised_at)) == (date(2022, 3, 22), date(2022, 3, 29))
    assert MovedDay.objects.filter(changed="2022-03-16").count() == 2
    assert life.told("time_moved") == life.names("bob")
    assert Delivery.objects.get(template="new_day").params["day"] == "2022-03-29"
    stored, fold = queries.replayed(case.number)
    assert stored == fold
    life.settle(life.now)
    assert MovedDay.objects.count() == 2, "once is enough"
    assert moves_by("2022-03-16") == [
        Moves("verification", date(2022, 3, 21), date(2022, 3, 22), 1),
        Moves("whole", date(2022, 3, 28), date(2022, 3, 29), 1),
    ]
    client.force_login(life.city.account("adam"))
    with override_settings(CLOCK=FixedClock(life.now)):
        assert "/desk/admin/calendar/moved/2022-03-16" in client.get("/desk/admin/calendar").content.decode()
        page = client.get("/desk/admin/calendar/moved/2022-03-16").content.decode()
        assert case.number not in page and "28" in page and "29" in page
        assert client.get("/desk/admin/calendar/moved/2022-03-17").status_code == 404
        client.force_login(life.city.account("carol"))
        assert client.get("/desk/admin/calendar/moved/2022-03-16").status_code == 404


def test_nobody_is_made_late_by_counting_and_what_is_late_stays_late(life: Life, follows: None) -> None:
    case = life.brought_to("verifying")
    assert case.due_at is not None
    life.now = case.due_at - timedelta(hours=2)  # Monday 21 March, 15:30: the last day
    changed(life, date(2022, 3, 12), True)  # a Saturday, worked after all: it would have been due on the 18th
    after = Case.objects.get(pk=case.pk)
    assert day(after.due_at) == date(2022, 3, 21)
    assert day(after.promised_at) == date(2022, 3, 25), "what is still to come moves nearer"


def test_a_day_that_no_deadline_touches_moves_nothing(life: Life, follows: None) -> None:
    case = life.brought_to("verifying")
    changed(life, date(2022, 6, 1), False)
    assert Case.objects.get(pk=case.pk).version == case.version


def test_a_notice_is_entered_as_a_whole_and_its_year_is_known(
    life: Life, client: Client, settings: object
) -> None:
    settings.CLOCK = FixedClock(life.now)  # type: ignore[attr-defined]
    client.login(username=life.city.account("adam").username, password=PASSWORD)
    sent = {"days": "2031-01-01 休\n2031年1月4日 上班", "note": "国办发明电〔2030〕8号", "whole_year": "2031"}
    answer = client.post("/desk/admin/calendar/notice", sent | {"look": "1"})
    assert answer.status_code == 200 and 2031 not in calendar().years, "looking changes nothing"
    assert client.post("/desk/admin/calendar/notice", sent).status_code == 303
    table = calendar()
    assert (
        2031 in table.years and not table.is_working(date(2031, 1, 1)) and table.is_makeup(date(2031, 1, 4))
    )
    broken = sent | {"days": "2031-02-30 休"}
    assert client.post("/desk/admin/calendar/notice", broken).status_code == 422


def test_over_a_year_that_nobody_knows_days_are_counted_flagged_and_counted_anew(
    life: Life, follows: None
) -> None:
    last = max(calendar().years)
    life.now = datetime(last, 12, 29, 2, tzinfo=SHANGHAI)
    case = life.opened()
    whole = case.deadlines.get(kind="whole")
    assert whole.how["missing_years"] == [last + 1]
    holiday = date(last + 1, 1, 5)
    working = calendar().is_working(holiday)
    life.now += timedelta(hours=1)
    adam = life.city.actor("adam")
    change_days([(holiday, not working)], "国务院办公厅通知", whole_year=last + 1, by=adam, now=life.now)
    life.settle(life.now)
    whole.refresh_from_db()
    assert whole.how["missing_years"] == []
    assert whole.due_at != case.promised_at


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2028-02-29 休\n\n2028/3/4，班", [(date(2028, 2, 29), False), (date(2028, 3, 4), True)]),
        ("2027-02-29 休", Refused("unreadable_day", {"line": 1})),
        ("2028-02-29 休\n2028-02-29 上班", Refused("day_twice", {"line": 2})),
        ("明天放假", Refused("unreadable_day", {"line": 1})),
        ("  ", Refused("missing")),
    ],
)
def test_a_pasted_notice_is_read_line_by_line(text: str, expected: object) -> None:
    assert read_days(text) == expected


def test_counting_anew_goes_on_where_it_was_interrupted_and_counts_nothing_twice(
    life: Life, follows: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ("立案窗口没有人。", "材料退了三次也不说为什么。", "电话打了一天没有人接。")
    cases = [life.brought_to("verifying", text=text) for text in texts]
    change_day(SNOW, False, "因暴雪全市放假", by=life.city.actor("adam"), now=life.now)
    read_outbox(life.now)

    def dies(number: str, *args: object, **kwargs: object) -> None:
        if number == cases[1].number:
            raise RuntimeError
        recount(number, *args, **kwargs)  # type: ignore[arg-type]

    with monkeypatch.context() as killed:
        killed.setattr("huiyin.cases.actions.calendar.recount", dies)
        with pytest.raises(RuntimeError):
            recount_some(life.now, most=2)
        assert not MovedDay.objects.exists(), "the batch is done whole, or not at all"
        assert recount_some(life.now, most=1) == 1
    [half] = recounts()
    assert (half.done, half.total, MovedDay.objects.values("deadline__case").distinct().count()) == (1, 3, 1)
    client.force_login(life.city.account("adam"))
    with override_settings(CLOCK=FixedClock(life.now)):
        assert "1 / 3" in client.get("/desk/admin/calendar", HTTP_ACCEPT_LANGUAGE="zh-hans").text
    while recount_some(life.now, most=1):
        pass
    assert recounts() == [] and MovedDay.objects.count() == 6, "two days of each case, none of them twice"


def test_a_case_that_cant_be_counted_keeps_no_other_waiting(
    life: Life, follows: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [
        life.brought_to("verifying", text=text) for text in ("立案窗口没有人。", "电话打了一天没有人接。")
    ]

    def breaks(number: str, *args: object, **kwargs: object) -> None:
        if number == cases[0].number:
            raise RuntimeError
        recount(number, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr("huiyin.cases.actions.calendar.recount", breaks)
    changed(life, SNOW, False)
    assert {row.deadline.case_id for row in MovedDay.objects.all()} == {cases[1].pk}
    assert Recounting.objects.get().failed == 1 and recounts() == []
