"""An archive is made: who made it and its digest stay in the ledger, so that it can be told from any other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import IO

from django.db import transaction

from huiyin.cases.models import Case
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import looked, record
from huiyin.ledger.bundles import Blocks, pack
from huiyin.supervision.archive.queries import may_make, subjects_of

SHORTEST_REASON = 4


@transaction.atomic
def make(
    case: Case,
    reason: str,
    target: IO[bytes],
    pages: Iterable[tuple[str, Blocks]],
    *,
    by: Actor,
    now: datetime,
) -> str:
    """Writes the archive of a closed case into `target` and records its digest, which it returns.

    `pages` are its files. Raises NotAllowed: unknown, not_closed, reason_needed. The opening leaves a record.
    """
    row = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    if not may_make(row, by):
        raise NotAllowed(Refused("unknown"))
    if row.state != "closed":
        raise NotAllowed(Refused("not_closed"))
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotAllowed(Refused("reason_needed", {"field": "reason"}))
    looked("report", row.number, "bundle", by=by, now=now, reason=reason.strip(), unit=row.committee_id)
    digest = pack(target, pages, subjects_of(row), now)
    data = {"case": row.pk, "manifest": digest}
    record("archive", row.pk, "make", by=by, now=now, unit=row.committee_id, data=data)
    return digest
