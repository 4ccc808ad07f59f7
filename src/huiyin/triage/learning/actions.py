"""The only writer of lessons and versions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from huiyin.intake.models import Report
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.triage.learning import queries
from huiyin.triage.learning.models import Lesson, ModelVersion
from huiyin.triage.learning.rules.proposals import SOURCES, TARGETS
from huiyin.triage.learning.rules.versions import ADMINISTRATOR, VERSIONS, learnable

if TYPE_CHECKING:
    from huiyin.triage.learning.studies import Study

LEASE = timedelta(minutes=30)
"""How long a worker may take to learn; after that another may begin anew."""


@transaction.atomic
def learn(report: Report, *, target: str, label: str, source: str, now: datetime) -> Lesson:
    """Keeps what a person decided about a report. The latest decision counts; the same again changes nothing.

    Raises ValueError for a target or source that there isn't.
    """
    if target not in TARGETS or source not in SOURCES:
        raise ValueError(f"no such target or source: {target!r}, {source!r}")
    Report.objects.select_for_update(no_key=True).only("pk").get(pk=report.pk)
    lesson = Lesson.objects.filter(report=report, target=target).first()
    if lesson and (lesson.label, lesson.source) == (label, source):
        return lesson
    lesson, _ = Lesson.objects.update_or_create(
        report=report, target=target, defaults={"label": label, "source": source, "at": now}
    )
    data = {"report": report.pk, "target": target, "label": label, "source": source}
    record("lesson", f"{report.number}:{target}", "learn", by=SYSTEM, now=now, data=data)
    return lesson


@transaction.atomic
def ask(target: str, *, by: Actor, now: datetime) -> ModelVersion:
    """Asks for a new version, which a worker then learns. Asked already: that one."""
    _may(by)
    if target not in TARGETS:
        raise NotAllowed(Refused("unknown_choice"))
    last = ModelVersion.objects.select_for_update().filter(target=target).order_by("-number").first()
    if last and last.state == "asked":
        return last
    number = last.number + 1 if last else 1
    made = ModelVersion.objects.create(target=target, number=number, state=VERSIONS.first, asked_at=now)
    record("model", made.name, "ask", by=by, now=now)
    return made


def train_due(now: datetime) -> ModelVersion | None:
    """Learns the oldest version that was asked for and that nobody works on; None where there is none."""
    with transaction.atomic():
        free = ModelVersion.objects.select_for_update(skip_locked=True).filter(
            Q(claimed_until=None) | Q(claimed_until__lte=now), state="asked"
        )
        taken = free.order_by("asked_at", "pk").first()
        if taken is None:
            return None
        taken.claimed_until = now + LEASE
        taken.save(update_fields=["claimed_until"])
    return train(taken, now=now)


def train(asked: ModelVersion, *, now: datetime) -> ModelVersion:
    """Learns from all lessons of the target, and uses what came out if it isn't worse. May take minutes.

    No transaction is open meanwhile; who comes second finds the version settled.
    """
    from huiyin.triage.learning.studies import compare, study  # what pages import stays free of numpy

    lessons = queries.lessons(asked.target)
    refused = learnable(queries.counts(lessons))
    result = None if refused else study(lessons, unsaid=queries.unsaid(asked.target))
    if result:
        refused = compare(result, lessons, queries.in_use(asked.target), queries.names(asked.target))
    return settle(asked.pk, result, refused, now)


@transaction.atomic
def settle(pk: int, result: Study | None, refused: Refused | None, now: datetime) -> ModelVersion:
    """Keeps what came out of learning: put to use, or rejected with the reason. Settled already: unchanged."""
    version = ModelVersion.objects.select_for_update().get(pk=pk)
    if version.state != "asked":
        return version
    version.learnt_at, version.claimed_until = now, None
    if result:
        from huiyin.triage.learning.rules.storing import to_bytes

        version.lessons, version.until, version.card = result.lessons, result.until, result.card
        version.content = to_bytes(result.classifier)
    if refused:
        version.refused = {"reason": refused.reason, "detail": dict(refused.detail)}
        return _move(version, "reject", by=SYSTEM, now=now)
    return _put_to_use(version, by=SYSTEM, now=now)


@transaction.atomic
def adopt(pk: int, *, by: Actor, now: datetime) -> ModelVersion:
    """Uses an earlier version again, from the next proposal on. Raises NotAllowed."""
    _may(by)
    version = ModelVersion.objects.select_for_update().filter(pk=pk).first()
    if version is None:
        raise NotAllowed(Refused("unknown"))
    if version.state == "asked":
        raise NotAllowed(Refused("not_learnt_yet"))
    return version if version.state == "in_use" else _put_to_use(version, by=by, now=now)


def _put_to_use(version: ModelVersion, *, by: Actor, now: datetime) -> ModelVersion:
    rows = ModelVersion.objects.select_for_update().filter(target=version.target, state="in_use")
    for other in rows:
        _move(other, "set_aside", by=by, now=now)
    return _move(version, "adopt", by=by, now=now)


def _move(version: ModelVersion, verb: str, *, by: Actor, now: datetime) -> ModelVersion:
    roles = frozenset({"system"}) if by.account == SYSTEM.account else by.roles
    step = VERSIONS.allowed(verb, version.state, roles)
    version.state = step.target or version.state
    version.save()
    record("model", version.name, verb, by=by, now=now, data={"lessons": version.lessons})
    return version


def _may(by: Actor) -> None:
    if by.account != SYSTEM.account and not by.roles & ADMINISTRATOR:
        raise NotAllowed(Refused("wrong_role"))
