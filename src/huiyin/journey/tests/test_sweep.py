"""Many deadlines at once: what happens is what would have happened one by one, and to each of them once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.story.living import Life, life

from huiyin.cases import actions, queries
from huiyin.cases.models import Case, Deadline
from huiyin.journey import worker
from huiyin.ledger.models import Event, Outbox
from huiyin.ledger.queries import events_of
from huiyin.ledger.rules.chain import Entry, first_break

__all__ = ["life"]
pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
TEXTS = ("立案窗口来回补材料，项望舒不管。", "执行款一直不发，问了三次。", "下班前就不叫号，白等一上午。")


def brought(life: Life) -> list[Case]:
    stages = ("received", "assigned", "verifying")
    return [life.brought_to(stage, text=text) for stage, text in zip(stages, TEXTS, strict=True)]


def test_a_batch_marks_late_and_locks_and_the_rows_are_the_fold_of_their_events(life: Life) -> None:
    cases = brought(life)
    now = max(case.due_at for case in cases if case.due_at) + SECOND
    assert actions.pass_all_due(now, 200) == 3
    assert actions.pass_all_due(now, 200) == 0
    found = [Case.objects.get(pk=case.pk) for case in cases]
    assert [(case.state, case.overdue) for case in found] == [
        ("received", True),
        ("locked", False),
        ("verifying", True),
    ]
    for case in found:
        stored, fold = queries.replayed(case.number)
        assert stored == fold
        chain = [
            (Entry("case", e.subject_id, e.seq, e.verb, e.actor, e.unit, e.at, e.data, e.prev), e.hash)
            for e in events_of("case", case.pk)
        ]
        assert first_break(chain) is None
    missed = Deadline.objects.filter(missed=True).values_list("kind", flat=True)
    assert sorted(missed) == ["acceptance", "review", "verification"]
    locked = found[1]
    assert locked.deadlines.get(ended_at=None, kind="review").due_at == locked.due_at
    assert not locked.assignments.filter(ended_at=None).exists()
    assert Outbox.objects.filter(event__verb__in=("overdue", "lock")).count() == 3


def test_a_batch_does_what_one_by_one_does(life: Life) -> None:
    """Each way writes the same events, but for their moment in the chain."""
    now = max(case.due_at for case in brought(life) if case.due_at) + SECOND
    numbers = list(queries.past_due(now))
    by_one = {}
    for number in numbers:
        case = actions.pass_due(number, now=now)
        assert case is not None
        event = Event.objects.filter(subject_kind="case", subject_id=str(case.pk)).latest("seq")
        by_one[number] = (event.verb, event.data, event.unit, case.snapshot(), event.hash)
        event_free(case, event)
    assert actions.pass_all_due(now, 200) == len(numbers)
    for number in numbers:
        case = Case.objects.get(number=number)
        event = Event.objects.filter(subject_kind="case", subject_id=str(case.pk)).latest("seq")
        assert (event.verb, event.data, event.unit, case.snapshot(), event.hash) == by_one[number]


def event_free(case: Case, event: Event) -> None:
    """As if it hadn't happened: the ledger lets nothing go, so its guard stands aside for this test."""
    from django.db import connection

    kind = {"overdue": None, "lock": "acceptance"}[event.verb]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        Outbox.objects.filter(event=event).delete()
        Event.objects.filter(pk=event.pk).delete()
        cursor.execute("SET session_replication_role = DEFAULT")
    if kind:
        case.deadlines.filter(kind="review", ended_at=None).delete()
        case.deadlines.filter(kind=kind).update(ended_at=None)
        due = case.deadlines.get(kind=kind).due_at
        Case.objects.filter(pk=case.pk).update(due_kind=kind, due_at=due)
        Case.objects.filter(pk=case.pk).update(state="assigned")
    Case.objects.filter(pk=case.pk).update(overdue=False, version=case.version - 1)


def test_an_idle_look_asks_little(life: Life, django_assert_max_num_queries: object) -> None:
    life.brought_to("verifying")
    worker.pass_deadlines(life.now)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert worker.pass_deadlines(life.now) == 0
