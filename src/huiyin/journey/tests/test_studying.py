"""Learning is begun where it is asked for, once, and asked for where people have taught enough."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.cast import MORNING, Cast

from huiyin.intake.models import Report
from huiyin.journey import studying
from huiyin.kernel.actor import SYSTEM
from huiyin.messages.models import Notice
from huiyin.triage.learning.actions import ask, learn
from huiyin.triage.learning.models import ModelVersion
from huiyin.triage.learning.queries import target_due

pytestmark = pytest.mark.django_db


class Child:
    """A process that runs until it is told to end."""

    pid = 0

    def __init__(self, command: Any, **_: Any) -> None:
        self.command, self.code = command, None

    def poll(self) -> int | None:
        return self.code


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Child]]:
    made: list[Child] = []

    def begin(command: Any, **more: Any) -> Child:
        made.append(Child(command, **more))
        return made[-1]

    monkeypatch.setattr(studying, "_child", None)
    monkeypatch.setattr(subprocess, "Popen", begin)
    monkeypatch.setattr(studying.os, "setpriority", lambda *_: None)
    yield made


def test_one_process_learns_at_a_time_and_only_what_is_asked_for(city: object, begun: list[Child]) -> None:
    assert not studying.study_asked(MORNING)
    ask("unit", by=SYSTEM, now=MORNING)
    assert [studying.study_asked(MORNING) for _ in range(3)] == [True, False, False]
    assert begun[0].command[-3:] == ("triage", "train", "--waiting")
    begun[0].code = 1
    assert studying.study_asked(MORNING)
    ModelVersion.objects.update(claimed_until=MORNING + timedelta(minutes=1))
    begun[1].code = 0
    assert not studying.study_asked(MORNING) and studying.study_asked(MORNING + timedelta(minutes=1))


def test_learning_that_never_finishes_is_told_to_the_administrators_once(
    city: Cast, begun: list[Child]
) -> None:
    ask("unit", by=SYSTEM, now=MORNING)
    for turn in range(3):
        now = MORNING + timedelta(hours=turn)
        assert studying.study_asked(now)
        ModelVersion.objects.update(claimed_until=now + timedelta(minutes=30))
        begun[-1].code = -9
    told = Notice.objects.filter(template="unlearnt")
    assert list(told.values_list("account__username", flat=True)) == [city.account("adam").username]


def test_a_new_version_is_asked_for_once_a_day_where_much_was_taught(send: Callable[..., object]) -> None:
    for i in range(30):
        assert not target_due("unit", MORNING)
        send(text=f"第 {i} 件", now=MORNING)
        learn(Report.objects.latest("pk"), target="unit", label="xt-court", source="assigned", now=MORNING)
    studying.ask_where_due(MORNING)
    studying.ask_where_due(MORNING)
    assert list(ModelVersion.objects.values_list("target", "state")) == [("unit", "asked")]
    ModelVersion.objects.update(state="rejected")
    assert not target_due("unit", MORNING + timedelta(hours=23))
    assert target_due("unit", MORNING + timedelta(hours=24))
    ModelVersion.objects.update(state="in_use", until=MORNING, lessons=30)
    assert not target_due("unit", MORNING + timedelta(hours=24))
