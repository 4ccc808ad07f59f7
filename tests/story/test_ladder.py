"""What is late climbs the city's ladder, rung by rung, until somebody acts or nobody is left to be told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import DAN
from tests.story.climbing import after_the_cycle, let_lie
from tests.story.living import Life

from huiyin.cases.models import Case
from huiyin.intake.attachments.tests.samples import photo
from huiyin.kernel.clock import FixedClock
from huiyin.kernel.lifecycle import Conflict, NotAllowed
from huiyin.kernel.offices import opening
from huiyin.ledger.models import Event
from huiyin.messages.models import Delivery, Notice
from huiyin.organisations.models import Account, Officer, Unit
from huiyin.policy.queries import calendar, office_hours
from huiyin.supervision.ladder import actions, queries
from huiyin.supervision.ladder.models import Alarm, Circular, Climb, Interview, Standing
from huiyin.supervision.letters.models import Letter
from huiyin.supervision.rounds.actions import follow_up

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def climbed(case: Case) -> list[str]:
    return list(Climb.objects.filter(case=case, skipped=False).order_by("pk").values_list("act", flat=True))


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


def test_a_circular_names_the_units_of_a_period_in_one_paper_and_no_matter(life: Life) -> None:
    cases = [life.brought_to("verifying", text=text) for text in ("执行款一直不发。", "窗口没有人。")]
    for case in cases:
        let_lie(life, case, 14)
    assert Climb.objects.filter(act="circular").count() == 2 and not Circular.objects.exists()
    after = after_the_cycle(life)
    life.settle(after)
    life.settle(after + timedelta(days=1))
    made = Circular.objects.get()
    assert [(row["unit"], row["cases"]) for row in made.units] == [(cases[0].unit_id, 2)]
    paper = Letter.objects.get(kind="circular")
    assert cases[0].unit.name in paper.body and not any(case.number in paper.body for case in cases)


def test_no_circular_tells_a_leader_of_a_case_about_themselves(life: Life) -> None:
    """Dan came to lead the house that would be named: a figure alone would tell him; a person sees to it."""
    case = life.brought_to("verifying")
    let_lie(life, case, 14)
    Officer.objects.filter(code=DAN).update(unit=case.unit)
    life.settle(after_the_cycle(life))
    assert not Circular.objects.exists() and not Letter.objects.filter(kind="circular").exists()
    assert Alarm.objects.filter(kind="no_letter", rung="circular", standing__case=case).count() == 1
    assert Climb.objects.get(case=case, act="circular", standing__kind="verification").skipped, (
        "not asked again"
    )


def test_what_one_house_may_not_read_goes_to_the_other_in_a_paper_of_its_own(life: Life) -> None:
    """Dan came to lead the police, who are late, too: the court reads of its case about him in a paper of its own."""
    about_dan = life.brought_to("verifying")
    police = Unit.objects.get(code="xt-police")
    approver = life.city.account("paul").pk
    other = life.act(
        "assign",
        life.opened(text="户籍窗口没有人。"),
        life.order("eve", unit=police.pk, approver=approver),
        by="carol",
    )
    other = life.act("accept", other, by="eve")
    Case.objects.filter(pk=other.pk).update(accused=[])
    for case in (about_dan, other):
        let_lie(life, case, 14)
    Officer.objects.filter(code=DAN).update(unit=police)
    life.settle(after_the_cycle(life))
    papers = {
        letter.services.values_list("unit__code", flat=True).get(): letter.body
        for letter in Letter.objects.filter(kind="circular")
    }
    assert set(papers) == {"xt-court", "xt-police"}
    assert about_dan.unit.name in papers["xt-court"] and police.name not in papers["xt-court"]
    assert about_dan.unit.name not in papers["xt-police"], "no figure tells him that there is a case"
    assert [row.apart for row in Circular.objects.order_by("pk")].count(None) == 1
    assert not Alarm.objects.filter(kind="no_letter", rung="circular").exists()
    life.settle(after_the_cycle(life) + timedelta(days=1))
    assert Circular.objects.count() == 2, "once"


def test_nobody_is_summoned_over_a_letter_that_was_never_signed(life: Life) -> None:
    case = life.brought_to("verifying")
    let_lie(life, case, 16, sign=False)
    assert climbed(case)[:2] == ["nudge", "letter"] and "interview" not in climbed(case)
    assert Alarm.objects.filter(kind="unsigned").count() == 1
    assert life.told("alarm_nobody") >= life.names("grace")


def test_a_supervisor_nudges_skips_and_takes_off_each_in_one_act(life: Life) -> None:
    case, grace = life.brought_to("verifying"), life.city.actor("grace")
    Account.objects.filter(username=life.city.account("bob").username).update(text_number="13900000000")
    let_lie(life, case, 1)
    standing = Standing.objects.get(case=case, kind="verification")
    assert standing.next_rung == "letter"
    follow_up(case.number, "nudge", "请今天下班前把核查报告交上来", by=grace, now=life.now)
    life.settle(life.now)
    assert life.told("urged") == life.names("bob")
    assert Delivery.objects.filter(template="urged").count() == 1, "and a text message to his work number"
    with pytest.raises(Conflict):
        actions.skip(standing.pk, "nudge", "已经当面说过", by=grace, now=life.now)
    actions.skip(standing.pk, "letter", "已经当面说过，不再发函", by=grace, now=life.now)
    standing.refresh_from_db()
    assert standing.next_rung == "interview" and Climb.objects.get(rung="letter").skipped
    actions.take_off(standing.pk, "法院停电两天，不是拖延", by=grace, now=life.now)
    life.settle(life.now + timedelta(days=20))
    assert climbed(case).count("interview") == 0 and Standing.objects.get(pk=standing.pk).state == "taken_off"


def test_an_interview_is_arranged_held_and_kept(life: Life, settings: pytest.FixtureRequest) -> None:
    case, grace = life.brought_to("verifying"), life.city.actor("grace")
    let_lie(life, case, 5)
    row = Interview.objects.get(case=case)
    with pytest.raises(NotAllowed):
        actions.hold(row.pk, "谈了", "改", by=grace, now=life.now)
    actions.arrange(row.pk, life.now + timedelta(days=1), "205 室", "分管院长", by=grace, now=life.now)
    life.settle(life.now)
    assert life.told("interview_set") == life.names("frank")
    settings.CLOCK, page = FixedClock(life.now + timedelta(days=1)), Client()
    page.force_login(life.city.account("grace"))
    address, said = (
        f"/desk/interviews/{row.pk}",
        {"minutes": "分管院长说明了原因", "result": "三日内交核查报告"},
    )
    hidden = said | {"paper": SimpleUploadedFile("minutes.exe", b"MZ" + bytes(600))}
    refused = page.post(f"{address}/minutes", hidden)
    assert refused.status_code == 422 and "三日内交核查报告" in refused.text
    signed = {"paper": SimpleUploadedFile("signed.jpg", photo())}
    assert page.post(f"{address}/minutes", said | signed).status_code == 303
    row.refresh_from_db()
    assert (row.state, row.result) == ("interviewed", "三日内交核查报告")
    later = {"paper": SimpleUploadedFile("later.jpg", photo())}
    assert page.post(f"{address}/papers", later).status_code == 303
    told = Event.objects.filter(subject_kind="interview", subject_id=row.pk).order_by("pk")[2:]
    kept = list(row.papers.order_by("pk"))
    assert [(one.verb, one.data["sha256"]) for one in told] == [
        ("hold", kept[0].file.sha256), ("add_paper", kept[1].file.sha256),
    ]  # fmt: skip
    opened = f"{address}/papers/{kept[0].file_id}"
    assert opened in page.get(f"/desk/cases/{case.number}").text
    assert b"".join(page.get(opened).streaming_content)[:2] == b"\xff\xd8"
    assert page.get(f"{address}/papers/{case.report_id}987").status_code == 404
    for name in ("bob", "frank", "dan", "eve", "nora"):
        page.force_login(life.city.account(name))
        assert page.get(opened).status_code == 404 == page.post(f"{address}/papers", later).status_code, name
    assert row.papers.count() == 2


def test_whom_it_is_about_their_house_and_strangers_see_no_ladder(life: Life) -> None:
    """Dan holds every mandate that could tempt him, Bob handles it, Eve has no part in it."""
    case = life.brought_to("verifying")
    let_lie(life, case, 3)
    standing = Standing.objects.get(case=case, kind="verification")
    assert queries.standing(life.city.actor("grace"), standing.pk) is not None
    for name in ("dan", "bob", "frank", "eve", "mia", "adam"):
        viewer = life.city.actor(name)
        assert not queries.standing_on(viewer).exists() and not queries.alarms(viewer).exists(), name
        assert queries.history(viewer, case) == [] and queries.standing(viewer, standing.pk) is None
        for refused in (
            lambda by=viewer: actions.skip(standing.pk, standing.next_rung, "不用发了", by=by, now=life.now),
            lambda by=viewer: actions.take_off(standing.pk, "不用督办了", by=by, now=life.now),
        ):
            with pytest.raises(NotAllowed) as no:
                refused()
            assert no.value.refused.reason == "unknown", "as if there were none"
    assert not Notice.objects.filter(account=life.city.account("dan")).exists()


def test_nobody_to_nudge_and_no_leader_are_said_aloud(life: Life) -> None:
    case = life.brought_to("verifying")
    Account.objects.filter(username=life.city.account("bob").username).update(is_active=False)
    let_lie(life, case, 1)
    alarm = Alarm.objects.get(kind="no_handler")
    assert life.told("alarm_nobody") >= life.names("grace")
    actions.settle_alarm(alarm.pk, "已改派给法院另一位承办人", by=life.city.actor("grace"), now=life.now)
    assert not queries.alarms(life.city.actor("grace")).filter(pk=alarm.pk).exists()
