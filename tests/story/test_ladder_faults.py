"""Nothing climbs twice and nothing is left out: whoever dies in between, runs beside, or has an older clock."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier
from time import monotonic
from typing import ClassVar

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connections, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.cast import DAN, MORNING, populate
from tests.story.climbing import let_lie
from tests.story.living import Life

from huiyin.cases.actions import Incomplete
from huiyin.cases.models import Case, Deadline
from huiyin.cases.rules.lifecycle import LIFECYCLE, OPEN, roles_on
from huiyin.intake.actions import receive, supplement
from huiyin.intake.rules.submission import Submission
from huiyin.journey import after_ladder
from huiyin.journey.worker import run_until_idle
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.kernel.offices import opening
from huiyin.ledger.models import Event, Outbox
from huiyin.ledger.queries import audit
from huiyin.messages.models import Notice
from huiyin.organisations.models import Unit
from huiyin.policy.queries import calendar, office_hours
from huiyin.supervision.ladder.actions import climb, climbing
from huiyin.supervision.ladder.models import Alarm, Climb, Interview, Standing
from huiyin.supervision.letters import actions as letters
from huiyin.supervision.letters.models import Letter

SECOND = timedelta(seconds=1)
STEPS: dict[str, tuple[object, str]] = {
    "the next moment is planned": (climbing, "plan"),
    "the event is written": (climbing, "write"),
    "somebody is told": (after_ladder.people, "put"),
    "a letter is drafted": (after_ladder.letters, "draft"),
    "an interview is asked for": (after_ladder.ladder, "summon"),
    "an alarm is raised": (after_ladder.ladder, "raise_alarm"),
    "a case is locked": (after_ladder.cases, "lock"),
}
"""Where a worker may die while something climbs."""


class Killed(Exception):
    pass


def dies_twice(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> Callable[[], int]:
    """The step fails the first time before, the second time after it did its work; how often it was called."""
    real, calls = getattr(module, name), [0]

    def failing(*args: object, **more: object) -> object:
        calls[0] += 1
        if calls[0] == 1:
            raise Killed
        done = real(*args, **more)
        if calls[0] == 2:
            raise Killed
        return done

    monkeypatch.setattr(module, name, failing)
    return lambda: calls[0]


def traces(case: Case) -> dict[str, object]:
    """What climbing left behind."""
    mine = Climb.objects.filter(case=case).order_by("rung").values_list("rung", flat=True)
    return {
        "climbs": list(mine),
        "events": Event.objects.filter(subject_kind="standing", verb="climb").count(),
        "letters": Letter.objects.filter(case=case).count(),
        "interviews": Interview.objects.filter(case=case).count(),
        "alarms": sorted(Alarm.objects.values_list("kind", "standing__kind")),
        "told": sorted(Notice.objects.filter(case=case.number).values_list("template", "account")),
        "state": Case.objects.get(pk=case.pk).state,
    }


@pytest.mark.django_db
def test_a_worker_killed_at_every_step_of_every_climb_leaves_what_an_unhurt_one_does(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = life.brought_to("assigned")
    began = life.now
    with transaction.atomic():
        let_lie(life, case, 40)
        life.settle(life.now + timedelta(hours=1))
        unhurt = traces(case)
        transaction.set_rollback(True)
    life.now = began
    called = {where: dies_twice(monkeypatch, *step) for where, step in STEPS.items()}
    let_lie(life, case, 40)
    life.settle(life.now + timedelta(hours=1))
    assert [where for where, calls in called.items() if calls() < 3] == [], "each died twice and went on"
    hurt = traces(case)
    assert hurt == unhurt
    assert hurt["events"] == Climb.objects.count() and not Outbox.objects.exists() and audit().ok


@pytest.mark.django_db
def test_a_clock_that_is_set_back_climbs_nothing_twice_and_forgets_nothing(life: Life) -> None:
    case = life.brought_to("verifying")
    assert case.due_at is not None
    life.settle(case.due_at + timedelta(days=3, hours=-2))
    before = traces(case)
    for back in (timedelta(hours=1), timedelta(days=2), timedelta(days=9)):
        life.settle(case.due_at + timedelta(days=3, hours=-2) - back)
    assert traces(case) == before
    life.settle(case.due_at + timedelta(days=30, hours=-2))
    assert len(traces(case)["climbs"]) > len(before["climbs"])  # type: ignore[arg-type]


def _send(**fields: object) -> object:
    plain = {"unit": Unit.objects.get(code="xt-court-filing").pk, "problem_type": "B2", "key": "k",
             "text": "窗口让我自己看墙上。", "identity_mode": "anonymous"}  # fmt: skip
    now = fields.pop("now", MORNING)
    return receive(Submission(**(plain | fields)), now=now)  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True, databases=["default", "witness"])
def test_two_workers_climb_a_rung_once() -> None:
    life = Life(populate(), _send, run_until_idle)
    case = life.brought_to("verifying")
    assert case.due_at is not None
    opens = opening(case.due_at + SECOND, calendar(), office_hours())
    run_until_idle(case.due_at + SECOND)
    standing = Standing.objects.get(case=case, kind="verification")
    together = Barrier(4)

    def worker(_: int) -> bool:
        try:
            together.wait(10)
            return climb(standing.pk, now=opens) is not None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as many:
        done = list(many.map(worker, range(4)))
    assert sum(done) == 1
    assert Climb.objects.filter(standing=standing).count() == 1
    assert (
        Event.objects.filter(subject_kind="standing", subject_id=str(standing.pk), verb="climb").count() == 1
    )


def _crash() -> None:
    """The server's own process for this connection is killed: all sessions end, and it starts again from its log."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()
    with psycopg.connect(**connections["default"].get_connection_params(), autocommit=True) as other:
        other.execute("CHECKPOINT")  # tests commit without waiting for the disk
    os.kill(process, signal.SIGKILL)


def _answers() -> bool:
    connections.close_all()
    try:
        return Standing.objects.exists()
    except OperationalError:
        return False


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="only a server of one's own may be killed")
@pytest.mark.django_db(transaction=True, databases=["default", "witness"])
def test_a_database_that_restarts_in_mid_climb_loses_and_doubles_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    life = Life(populate(), _send, run_until_idle)
    case = life.brought_to("verifying")
    assert case.due_at is not None
    run_until_idle(case.due_at + SECOND)
    standing = Standing.objects.get(case=case, kind="verification")
    opens, real = standing.next_at, climbing.plan
    assert opens is not None

    def crashing(row: Standing) -> None:
        real(row)
        monkeypatch.setattr(climbing, "plan", real)
        _crash()

    monkeypatch.setattr(climbing, "plan", crashing)
    with suppress(OperationalError, InterfaceError):
        run_until_idle(opens)
    deadline = monotonic() + 30
    while not _answers() and monotonic() < deadline:
        pass
    assert climbing.plan is real, "it was in mid-climb"
    assert not Climb.objects.filter(standing=standing).exists(), "nothing half done"
    run_until_idle(opens + timedelta(minutes=2))
    assert Climb.objects.filter(standing=standing).count() == 1
    assert Event.objects.filter(subject_kind="standing", subject_id=standing.pk, verb="climb").count() == 1
    assert Notice.objects.filter(template="nudged").count() == 1 and audit().ok


PEOPLE = ("bob", "ben", "frank", "carol", "grace", "ivy", "henry", "lee", "dan", "eve")
ACTS = {
    "accept": lambda life, case: (),
    "object_to": lambda life, case: ("不归我们管，退回",),
    "dispute": lambda life, case: ("仍不归我们管，请裁决",),
    "send_back": lambda life, case: ("同意退回",),
    "affirm": lambda life, case: ("属于你院职责",),
    "submit": lambda life, case: (life.draft(case),),
    "approve": lambda life, case: (),
    "return_for_rework": lambda life, case: ("补充录像",),
    "answer": lambda life, case: ("反映属实，已经处理。",),
    "assign": lambda life, case: (life.order(),),
    "reassign": lambda life, case: (life.order("ben"),),
    "redirect": lambda life, case: (life.order("ben"), "由另一位承办"),
    "decline": lambda life, case: ("请到城管局反映。",),
    "pin": lambda life, case: ([life.city.officer(DAN).pk],),
    "close": lambda life, case: (),
}


class Lives(RuleBasedStateMachine):
    """Random lives of a case with everybody trying everything, in a transaction that is undone at the end."""

    life: ClassVar[Life]

    @initialize()
    def begins(self) -> None:
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.life.now = MORNING
        self.case = self.life.brought_to("assigned")

    @rule(verb=st.sampled_from(sorted(ACTS)), who=st.sampled_from(PEOPLE))
    def somebody_tries(self, verb: str, who: str) -> None:
        case = Case.objects.get(pk=self.case.pk)
        before, actor = case.snapshot(), self.life.city.actor(who)
        may = verb in LIFECYCLE.open_to(case.state, roles_on(before, actor))
        try:
            self.life.act(verb, case, *ACTS[verb](self.life, case), by=who)
        except (NotAllowed, Incomplete):
            return
        assert may, f"{who} took {verb} in {before.state}"
        assert actor.officer not in before.accused, "nobody acts on a case about themselves"
        assert self.life.city.account(who).pk not in before.recused, "who withdrew acts no more"

    @rule(who=st.sampled_from(("grace", "henry", "dan")))
    def a_letter_goes_on(self, who: str) -> None:
        by, now = self.life.city.actor(who), self.life.now
        for letter in Letter.objects.filter(state__in=("drafted", "in_approval", "cleared")):
            with suppress(NotAllowed):
                {"drafted": letters.propose, "in_approval": letters.approve, "cleared": letters.sign}[
                    letter.state
                ](letter.pk, by=by, now=now)

    @rule()
    def its_reporter_adds_something(self) -> None:
        self.life.settle(self.life.now)
        running = set(Deadline.objects.filter(ended_at=None).values_list("pk", "due_at"))
        due = Case.objects.values_list("due_kind", "due_at", "promised_at").get(pk=self.case.pk)
        supplement(self.case.report, "补充：今天又去了一次。", now=self.life.now)
        self.life.settle(self.life.now)
        assert set(Deadline.objects.filter(ended_at=None).values_list("pk", "due_at")) == running
        assert Case.objects.values_list("due_kind", "due_at", "promised_at").get(pk=self.case.pk) == due

    @rule(hours=st.sampled_from((3, 26, 75, 200)))
    def time_passes(self, hours: int) -> None:
        self.life.now += timedelta(hours=hours)
        self.life.settle(self.life.now)

    @invariant()
    def all_holds(self) -> None:
        if hasattr(self, "case"):
            holds()

    def teardown(self) -> None:
        if hasattr(self, "undone"):
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)


def holds() -> None:
    standings = list(Standing.objects.filter(ended_at=None))
    kinds = [(one.case_id, one.kind) for one in standings]
    assert len(kinds) == len(set(kinds)), "never two open rungs of one kind"
    for letter in Letter.objects.filter(state__in=("signed", "delivered", "concluded")):
        assert letter.serial is not None, "never a letter without number"
    pools: dict[tuple[str, int | None], list[int | None]] = {}
    for mark, year, serial in Letter.objects.filter(serial__isnull=False).values_list(
        "mark", "year", "serial"
    ):
        pools.setdefault((mark, year), []).append(serial)
    for serials in pools.values():
        assert sorted(serials) == list(range(1, len(serials) + 1)), "numbers without gaps"
    for case in Case.objects.filter(state__in=OPEN.split()):
        assert case.due_at or case.main_id, "every open case has somebody it will be late for"
        if case.overdue:
            mine = Standing.objects.filter(case=case, kind=case.due_kind)
            assert mine.exists(), "what is late is on the ladder"
    for one in Climb.objects.exclude(act="lock"):
        assert opening(one.at, calendar(), office_hours()) == one.at, "nobody is told outside office hours"


@pytest.mark.django_db
def test_random_lives_keep_what_is_promised(life: Life) -> None:
    Lives.life = life
    run_state_machine_as_test(
        Lives, settings=settings(max_examples=5, stateful_step_count=12, deadline=None, database=None)
    )


@pytest.mark.django_db
def test_a_deadline_that_was_moved_and_lapses_again_is_another_round(life: Life) -> None:
    case = life.brought_to("verifying")
    assert case.due_at is not None
    life.settle(case.due_at + SECOND)
    later = case.due_at + timedelta(days=7)
    Deadline.objects.filter(case=case, kind="verification").update(due_at=later)
    Case.objects.filter(pk=case.pk).update(due_at=later, overdue=False)
    life.settle(case.due_at + timedelta(days=1))
    assert Standing.objects.get(case=case, kind="verification").state == "left"
    life.settle(later + SECOND)
    rounds = Standing.objects.filter(case=case, kind="verification").order_by("round")
    assert [(one.due_at, one.state) for one in rounds] == [(case.due_at, "left"), (later, "climbing")]
