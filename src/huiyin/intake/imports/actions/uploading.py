"""A file arrives: sealed, recognised, its columns guessed. Nothing is read into reports yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePath

from django.db import transaction

from huiyin.intake.imports import sealed
from huiyin.intake.imports.models import ImportBatch
from huiyin.intake.imports.queries import saved, used_before
from huiyin.intake.imports.rules.mapping import proposed
from huiyin.intake.imports.rules.stages import ROLES, STAGES
from huiyin.intake.imports.tables.reading import open_table
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.kernel.text import clean
from huiyin.ledger.actions import record


def take_in(blocks: Iterable[bytes], filename: str, *, by: Actor, now: datetime) -> ImportBatch:
    """Takes a file in, for the first committee at which `by` is administrator or clerk.

    Raises NotAllowed: wrong_role, too_large, disk_low, and what `open_table` says of a file that holds no table.
    """
    committees = sorted(by.units_as(*ROLES))
    if not committees:
        raise NotAllowed(Refused("wrong_role", {"verb": "import"}))
    name, key, weighed = sealed.put_away(blocks)
    batch = ImportBatch(
        account_id=int(by.account.partition(":")[2]),
        committee_id=committees[0],
        filename=_label(filename),
        size=weighed.size,
        sha256=weighed.sha256,
        name=name,
        wrapped_key=key,
        state=STAGES.first,
        made_at=now,
    )
    try:
        table = open_table(lambda: sealed.plain(batch))
    except NotAllowed:
        sealed.delete_file(name)
        raise
    batch.shape, batch.headers = table.shape, table.headers
    batch.mapping_name, mapping = proposed(table.headers, [*saved(), *used_before(by)])
    batch.mapping = mapping.to_json()
    with transaction.atomic():
        batch.save()
        facts = {"sha256": batch.sha256, "size": batch.size}
        record("import", batch.pk, "take_in", by=by, now=now, unit=committees[0], data=facts)
    return batch


def _label(filename: str) -> str:
    """What the file was called, fit to be shown; never used as a path."""
    label = clean(PurePath(filename.replace("\\", "/")).name, 10_000)
    return label[-120:] if isinstance(label, str) else ""
