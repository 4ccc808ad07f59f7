"""The worker's part: takes a batch on a lease, works through a slice of its rows, lets go.

Rows, reasons and position are written in one transaction, so a worker killed in the middle leaves whole slices
behind and nothing half; whoever takes the batch next goes on where the last slice ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Q

from huiyin.intake.imports.actions.receiving import Slice, receive_rows
from huiyin.intake.imports.actions.starting import discard_old, stop
from huiyin.intake.imports.actions.taking import locked, move
from huiyin.intake.imports.models import ImportBatch, ImportReject
from huiyin.intake.imports.queries import known_for, rows_of
from huiyin.intake.imports.rules.stages import ROLES, STAGES, WORKING
from huiyin.intake.imports.tables import Row
from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.ids import token
from huiyin.kernel.lifecycle import NotAllowed, Refused, Step
from huiyin.ledger.actions import record
from huiyin.ledger.prepared import Fixed, Given
from huiyin.organisations.queries import actor_for

LEASE = timedelta(minutes=2)
SLICE = 100
"""Rows in one transaction: about a second's work, so that live reports never wait long behind an import."""
MOST_WORDS = 200


def run_due(now: datetime) -> int:
    """One slice of the oldest batch that waits, and old files away; how many rows were worked on (1 for an end)."""
    worked = advance(now=now)
    if not worked:
        discard_old(now)
    return worked


def advance(pk: int | None = None, *, now: datetime, most: int = SLICE) -> int:
    """One slice of the batch `pk` (or of the oldest that waits); 0 where none waits or somebody else works on it."""
    taken = _claim(pk, now)
    if taken is None:
        return 0
    try:
        rows = _rows_from(taken)
        chunk = list(islice(rows, most))
        done = _work(taken, chunk, now, last=len(chunk) < most)
    except NotAllowed as no:
        stop(taken.pk, by=SYSTEM, now=now, error=no.refused.reason)
        return 1
    if done and len(chunk) == most:
        _keep(taken, rows, len(chunk))
    return max(done, 1)


_WAITS = Fixed(
    lambda: ImportBatch.objects.filter(
        Q(claimed_until=None) | Q(claimed_until__lte=Given("now")), state__in=WORKING
    ).values_list("pk")[:1],
    planned=False,
)


def _claim(pk: int | None, now: datetime) -> ImportBatch | None:
    """Takes a batch that nobody works on, or whose worker hasn't been heard of for the length of a lease."""
    if pk is None and not _WAITS.all(now=now):
        return None
    with transaction.atomic():
        free = ImportBatch.objects.select_for_update(skip_locked=True).filter(
            Q(claimed_until=None) | Q(claimed_until__lte=now), state__in=WORKING
        )
        batch = (free if pk is None else free.filter(pk=pk)).order_by("pk").first()
        if batch is None:
            return None
        batch.claim, batch.claimed_until = token(), now + LEASE
        batch.save(update_fields=["claim", "claimed_until"])
    return batch


def _work(taken: ImportBatch, chunk: list[Row], now: datetime, *, last: bool) -> int:
    """A slice in one transaction; 0 where the batch was taken away or stopped meanwhile."""
    with transaction.atomic():
        batch = locked(taken.pk)
        if batch.claim != taken.claim:
            return 0
        by = actor_for(batch.account, on=now.astimezone(SHANGHAI).date())
        if not by.roles_in(batch.committee_id) & ROLES:
            raise NotAllowed(Refused("wrong_role", {"verb": "import"}))
        result = receive_rows(batch, chunk, known_for(by, now), by=by, now=now)
        _add_up(batch, result, len(chunk))
        batch.claim, batch.claimed_until = "", None
        if last:
            _end(batch, now)
        batch.save()
    return len(chunk) or 1


def _add_up(batch: ImportBatch, result: Slice, rows: int) -> None:
    batch.position += rows
    batch.good += result.good
    batch.known += result.known
    batch.answered += result.answered
    batch.failed += len(result.wrong)
    ImportReject.objects.bulk_create(
        ImportReject(
            batch=batch,
            row=number,
            reasons=[[name, refused.reason, dict(refused.detail)] for name, refused in wrong.items()],
        )
        for number, wrong in result.wrong.items()
    )
    for name, word in result.unknown_words():
        words = batch.words.setdefault(name, {})
        if word in words or len(words) < MOST_WORDS:
            words[word] = words.get(word, 0) + 1


def _end(batch: ImportBatch, now: datetime) -> None:
    verb = "checked" if batch.state == "checking" else "finish"
    step = STAGES.step(verb, batch.state, frozenset({"system"}))
    assert isinstance(step, Step)  # `state` is one of WORKING, and each has its end
    move(batch, step)
    batch.total = batch.position
    if verb == "finish":
        batch.finished_at = now
        facts = {"added": batch.good, "known": batch.known, "failed": batch.failed}
        record("import", batch.pk, "finish", by=SYSTEM, now=now, unit=batch.committee_id, data=facts)


_reading: dict[tuple[int, str, int], Iterator[Row]] = {}
"""Files left open between two slices, by batch, state and position. Losing one costs a second reading."""


def _rows_from(batch: ImportBatch) -> Iterator[Row]:
    """The rows after those that are done."""
    rows = _reading.pop((batch.pk, batch.state, batch.position), None)
    return islice(rows_of(batch), batch.position, None) if rows is None else rows


def _keep(batch: ImportBatch, rows: Iterator[Row], further: int) -> None:
    if len(_reading) > 3:
        _reading.clear()
    _reading[batch.pk, batch.state, batch.position + further] = rows
