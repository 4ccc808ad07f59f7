"""Takes content out for good, and says of an addition that it may be read.

Whoever decides that something has to go (the secrecy officer) and whether they may is the caller's matter; what goes
and what stays is settled here, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from huiyin.intake.attachments import stored
from huiyin.intake.models import (
    Answer,
    Appraisal,
    Attachment,
    HotlineOrder,
    Identity,
    Imported,
    ReplyTask,
    Report,
    Supplement,
    Tombstone,
    Upload,
    Waiting,
)
from huiyin.intake.rules.submission import digest
from huiyin.kernel.actor import Actor
from huiyin.ledger.actions import record

Words = tuple[QuerySet[Any], tuple[str, ...]]
"""Rows, and the columns of theirs that may repeat what has to go."""


@dataclass(frozen=True)
class Ground:
    """Why content goes: in somebody's words, and on which rule."""

    reason: str
    basis: str


def clear(supplement: int) -> None:
    """From now on those who work on the case may read the addition."""
    Supplement.objects.filter(pk=supplement).update(cleared=True)


@transaction.atomic
def remove(report: Report, ground: Ground, *, by: Actor, now: datetime) -> Tombstone:
    """Wipes what a report says, its files, its additions and who sent it; number, digests and events stay.

    The key of each file goes with its bytes, so that a copy in a backup of the storage opens no more. Whom it named
    stays, by number alone: for them what is left doesn't exist either. Idempotent.
    """
    row = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if earlier := Tombstone.objects.filter(report=row, supplement=None).first():
        return earlier
    for added in Supplement.objects.filter(report=row).exclude(text=""):
        remove_supplement(added, ground, by=by, now=now)
    files = remove_files(Attachment.objects.filter(report=row).values_list("pk", flat=True))
    Identity.objects.filter(report=row).delete()
    Answer.objects.filter(report=row).delete()
    empty(written(row))
    record("report", row.number, "remove", by=by, now=now, unit=row.unit_id, data={"files": files})
    return Tombstone.objects.create(
        report=row,
        digest=row.digest,
        removed_by=by.account,
        removed_at=now,
        reason=ground.reason,
        basis=ground.basis,
    )


def written(report: Report) -> Iterator[Words]:
    """What came as the report, and what was noted while it came in and was answered by other ways."""
    yield Report.objects.filter(pk=report.pk), ("text", "officer_text", "occurred_on")
    yield Appraisal.objects.filter(report=report), ("words",)
    yield Imported.objects.filter(report=report), ("reply",)
    yield HotlineOrder.objects.filter(report=report), ("answer",)
    yield ReplyTask.objects.filter(report=report), ("note",)
    yield Waiting.objects.filter(report=report), ("wrapped_key", "sealed", "note")


def empty(words: Iterable[Words]) -> None:
    """Sets columns back to what stands there where nobody wrote anything; rows, moments and who did it stay."""
    for rows, columns in words:
        rows.update(**{name: rows.model._meta.get_field(name).get_default() for name in columns})


@transaction.atomic
def remove_supplement(supplement: Supplement, ground: Ground, *, by: Actor, now: datetime) -> Tombstone:
    """Wipes one addition; the report that it belongs to stays as it is. Idempotent."""
    report = Report.objects.select_for_update(of=("self",)).get(pk=supplement.report_id)
    row = Supplement.objects.select_for_update().get(pk=supplement.pk)
    if earlier := Tombstone.objects.filter(supplement=row).first():
        return earlier
    gone = digest({"text": row.text}, report.salt)
    Supplement.objects.filter(pk=row.pk).update(text="", cleared=False)
    record(
        "report", report.number, "remove", by=by, now=now, unit=report.unit_id, data={"supplement": row.pk}
    )
    return Tombstone.objects.create(
        report=report,
        supplement=row,
        digest=gone,
        removed_by=by.account,
        removed_at=now,
        reason=ground.reason,
        basis=ground.basis,
    )


@transaction.atomic
def remove_files(files: Iterable[int]) -> int:
    """Wipes files with their keys; how many. Rows stay with size and digest; uploads hold the same key, so they go."""
    rows = Attachment.objects.filter(pk__in=list(files))
    Upload.objects.filter(attachment__in=rows).delete()
    rows.update(released_to_unit=False)
    return wipe(rows)


def wipe(rows: QuerySet[Any]) -> int:
    """Destroys the keys of sealed files (`wrapped_key`), then what lies under their `name`; how many."""
    names = list(rows.values_list("name", flat=True))
    rows.update(wrapped_key=b"")
    transaction.on_commit(lambda: _delete_bytes(names))
    return len(names)


def _delete_bytes(names: Iterable[str]) -> None:
    for name in names:
        stored.delete_file(name)
