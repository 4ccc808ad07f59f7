"""Reads of what was learnt: a proposal for a text, the lessons, the versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import structlog
from django.db.models import Q, QuerySet

from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.organisations.models import Region, Unit
from huiyin.policy.keeping import Kept
from huiyin.policy.queries import policy
from huiyin.triage.learning.models import Lesson, ModelVersion
from huiyin.triage.learning.rules.proposals import WEIGHTS
from huiyin.triage.learning.rules.versions import worth_learning

log = structlog.get_logger(__name__)

READERS = frozenset({"administrator", "leader", "reviewer"})
"""Who reads how good what was learnt is."""

if TYPE_CHECKING:
    from huiyin.triage.learning.rules.classifier import Classifier
    from huiyin.triage.learning.rules.proposals import Proposal


class Taught(NamedTuple):
    """A lesson as it is learnt from."""

    number: str
    text: str
    label: str
    at: datetime
    weight: float = 1.0


def propose(target: str, text: str, among: Collection[str] | None = None) -> Proposal | None:
    """What the version in use says of a text, or what the names alone say where nothing was learnt yet.

    `among`: the labels that come into question, all where it is left out. None where there is nothing to choose.
    """
    classifier = _classifier(target)
    return classifier.propose(text, among) if classifier else None


def lessons(target: str) -> list[Taught]:
    """All lessons in the order of time."""
    rows = Lesson.objects.filter(target=target).order_by("at", "pk")
    columns = rows.values_list("report__number", "report__text", "label", "at", "source")
    return [
        Taught(number, text, label, at, WEIGHTS.get(source, 1.0))
        for number, text, label, at, source in columns.iterator(chunk_size=2000)
    ]


def counts(taught: Iterable[Taught]) -> dict[str, int]:
    """How many lessons each label has, the most first."""
    return dict(Counter(one.label for one in taught).most_common())


def taught(target: str, numbers: Iterable[str]) -> dict[str, str]:
    """What these reports (by number) teach now."""
    rows = Lesson.objects.filter(target=target, report__number__in=list(numbers))
    return dict(rows.values_list("report__number", "label"))


def lessons_since(target: str, moment: datetime) -> int:
    """How many lessons are younger than that. A page shows full tens: who counts along must not see one come."""
    return Lesson.objects.filter(target=target, at__gt=moment).count()


def names(target: str) -> dict[str, tuple[str, ...]]:
    """What each label is called: a little is known of it before the first lesson."""
    if target == "unit":
        units = Unit.objects.filter(active=True, kind__in=("organ", "section")).order_by("pk")
        return {unit.code: (unit.name, unit.short, unit.procedure) for unit in units}
    types = policy().problem_types
    above = {row.parent for row in types}
    called = {row.code: row.name for row in types}
    return {
        row.code: (row.name, row.citizen_name, called.get(row.parent, ""))
        for row in types
        if row.code not in above
    }


def unsaid(target: str) -> tuple[str, ...]:
    """Names that tell nothing: where it happened says whose a report is, but not what it is about."""
    if target == "unit":
        return ()
    return tuple(Region.objects.order_by("pk").values_list("name", flat=True))


def is_asked(now: datetime) -> bool:
    """Whether a version is asked for that nobody is learning."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    return ModelVersion.objects.filter(free, state="asked").exists()


def unfinished(now: datetime) -> list[int]:
    """The versions (ids) that are asked for, were begun, and whose time is up: whoever learnt them broke off."""
    rows = ModelVersion.objects.filter(state="asked", claimed_until__lte=now)
    return list(rows.values_list("pk", flat=True))


def target_due(target: str, now: datetime) -> bool:
    """Whether people have taught enough since the last version for another, and that one is a day old."""
    last = ModelVersion.objects.filter(target=target).defer("content").order_by("-number").first()
    if last and now - last.asked_at < timedelta(days=1):
        return False
    learnt = ModelVersion.objects.filter(target=target, until__isnull=False).order_by("-until").first()
    rows = Lesson.objects.filter(target=target)
    fresh = rows.filter(at__gt=learnt.until) if learnt and learnt.until else rows
    return worth_learning(rows.count(), fresh.count())


def _readable(viewer: Actor) -> QuerySet[ModelVersion]:
    """Versions without their arrays, for who may read how good they are."""
    may = viewer.account == SYSTEM.account or bool(viewer.roles & READERS)
    rows = ModelVersion.objects.all() if may else ModelVersion.objects.none()
    return rows.defer("content")


def versions(viewer: Actor, target: str) -> QuerySet[ModelVersion]:
    """Every version, the latest first."""
    return _readable(viewer).filter(target=target).order_by("-number")


def version(viewer: Actor, pk: int) -> ModelVersion | None:
    """One version."""
    return _readable(viewer).filter(pk=pk).first()


def used(viewer: Actor, target: str) -> ModelVersion | None:
    """The version in use, for its card."""
    return _readable(viewer).filter(target=target, state="in_use").first()


def in_use(target: str) -> ModelVersion | None:
    """The version that proposals come from, with its arrays."""
    return ModelVersion.objects.filter(target=target, state="in_use").first()


def _read_in_use(target: str) -> tuple[int, datetime | None] | None:
    """Which version, and when it was learnt: that tells it from another database's of the same number."""
    rows = ModelVersion.objects.filter(target=target, state="in_use")
    return rows.values_list("pk", "learnt_at").first()


_in_use = Kept(_read_in_use)
_loaded: dict[str, tuple[object, Classifier]] = {}
"""By target: what it was made from, and the classifier. One of each is kept in a process."""


def _classifier(target: str) -> Classifier | None:
    known, used = _loaded.get(target), _in_use(target)
    made_from: object = used or _edition(target)
    if known and known[0] == made_from:
        return known[1]
    found = (load(ModelVersion.objects.get(pk=used[0])) if used else None) or _from_names(target)
    if found:
        _loaded[target] = made_from, found
    return found


def _edition(target: str) -> object:
    return (target, policy().city.pk, policy().city.edition)


def load(row: ModelVersion) -> Classifier | None:
    """A version's classifier; None for a spoilt one: reports go on arriving, and names still say something."""
    from huiyin.triage.learning.rules.storing import Unreadable, from_bytes

    try:
        return from_bytes(bytes(row.content), row.name)
    except Unreadable:
        log.error("model_unreadable", version=row.name)
        return None


def _from_names(target: str) -> Classifier | None:
    from huiyin.triage.learning.rules.names import from_names

    return from_names(names(target))
