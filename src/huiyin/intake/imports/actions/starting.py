"""A person begins or stops an import; files that nobody needs any more go."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from huiyin.intake.imports import sealed
from huiyin.intake.imports.actions.taking import allowed, from_the_start, locked, move
from huiyin.intake.imports.models import ImportBatch
from huiyin.intake.imports.rules.stages import WORKING
from huiyin.kernel.actor import Actor
from huiyin.ledger.actions import record
from huiyin.ledger.prepared import Fixed, Given

KEPT = timedelta(days=30)
"""How long a file stays, for the rows that couldn't be read to be fetched and mended."""


@transaction.atomic
def begin(pk: int, *, by: Actor, now: datetime) -> ImportBatch:
    """Says yes to what the dry run showed: a worker adds the rows from now on. Raises NotAllowed."""
    batch = locked(pk)
    step = allowed(batch, "begin", by)
    batch.total, batch.started_at = batch.position, now
    from_the_start(batch, step)
    facts = {"rows": batch.total, "source": batch.mapping.get("source", "")}
    record("import", batch.pk, "begin", by=by, now=now, unit=batch.committee_id, data=facts)
    return batch


@transaction.atomic
def stop(pk: int, *, by: Actor, now: datetime, error: str = "") -> ImportBatch:
    """Stops a run. What was added stays; the same file can be gone on with later, nothing comes twice."""
    batch = locked(pk)
    step = allowed(batch, "stop", by)
    move(batch, step)
    batch.error, batch.finished_at = error, now
    batch.save()
    facts = {"added": batch.good, "position": batch.position, "error": error}
    record("import", batch.pk, "stop", by=by, now=now, unit=batch.committee_id, data=facts)
    return batch


_OLD = Fixed(
    lambda: ImportBatch.objects.filter(made_at__lt=Given("since"), file_gone_at=None)
    .exclude(state__in=WORKING).order_by("pk")[:20],
    planned=False,
)  # fmt: skip


def discard_old(now: datetime) -> int:
    """Deletes files that have lain for `KEPT`; counts and reasons stay. How many."""
    found = _OLD.all(since=now - KEPT)
    for batch in found:
        sealed.delete_file(batch.name)
        ImportBatch.objects.filter(pk=batch.pk).update(file_gone_at=now)
    return len(found)
