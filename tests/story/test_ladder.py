"""What is late climbs the city's ladder, rung by rung, until somebody acts or nobody is left to be told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.story.living import Life

from huiyin.cases.models import Case
from huiyin.kernel.calendar import opening
from huiyin.messages.models import Notice
from huiyin.policy.queries import calendar, office_hours
from huiyin.supervision.ladder.models import Alarm, Climb, Interview, Standing

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def climbed(case: Case) -> list[str]:
    return list(Climb.objects.filter(case=case, skipped=False).order_by("pk").values_list("act", flat=True))


def let_lie(life: Life, case: Case, most: int = 12) -> list[tuple[str, datetime]]:
    """Nobody acts: every moment at which the ladder goes on comes, and each climb with when it was."""
    life.settle(case.due_at + SECOND)
    for _ in range(most):
        standing = (
            Standing.objects.filter(case=case, state="climbing", next_at__isnull=False)
            .order_by("next_at")
            .first()
        )
        if standing is None:
            break
        assert standing.next_at is not None
        life.now = standing.next_at
        life.settle(standing.next_at)
    return list(Climb.objects.filter(case=case).order_by("pk").values_list("act", "at"))


def test_what_nobody_takes_up_locks_and_climbs_to_the_circular(life: Life) -> None:
    """Xingtai (S0-19): lock at once, a letter, the leader summoned, named in the circular; then it is said aloud."""
    case = life.brought_to("assigned")
    way = let_lie(life, case)
    mine = [act for act, _ in way if act != "nudge"]
    assert mine == ["lock", "letter", "interview", "circular"]
    assert Case.objects.get(pk=case.pk).state == "locked"
    assert way[0][1] == case.due_at + SECOND, "the lock waits for no office hours"
    assert Interview.objects.get().state == "to_arrange"
    assert life.told("to_interview") == life.names("grace")
    end = Alarm.objects.get(kind="end", standing__kind="acceptance")
    assert end.settled_at is None and life.told("alarm_end") >= life.names("grace", "henry")


def test_who_acts_gets_off_the_ladder_and_the_next_lateness_is_another_round(life: Life) -> None:
    case = life.brought_to("verifying")
    assert case.due_at is not None
    life.settle(case.due_at + SECOND)
    opens = Standing.objects.get(case=case, kind="verification").next_at
    assert opens is not None and opens > case.due_at + SECOND, (
        "17:30 is closing time: the nudge waits for morning"
    )
    assert climbed(case) == []
    life.settle(opens)
    assert climbed(case) == ["nudge"]
    assert life.told("nudged") == life.names("bob")
    life.now = opens
    case = life.act("submit", case, life.draft(case), by="bob")
    assert Standing.objects.get(case=case, kind="verification").state == "left"
    case = life.act("return_for_rework", case, "再补一份当班表", by="frank")
    assert case.due_at is not None
    life.settle(case.due_at + timedelta(days=1))
    rounds = Standing.objects.filter(case=case, kind="verification").order_by("round")
    assert [one.ended_at is None for one in rounds] == [False, True]


def test_messages_leave_only_in_office_hours(life: Life) -> None:
    case = life.brought_to("verifying")
    let_lie(life, case)
    nudges = Notice.objects.filter(template__in=("nudged", "letter_drafted", "in_circular"))
    assert nudges.count() >= 3
    for notice in nudges:
        assert opening(notice.made_at, calendar(), office_hours()) == notice.made_at
