"""A person says what the columns are; the rows are then checked from the first."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.intake.actions import Wrong
from huiyin.intake.imports.actions.taking import allowed, from_the_start, locked
from huiyin.intake.imports.models import ImportBatch
from huiyin.intake.imports.models import Mapping as SavedMapping
from huiyin.intake.imports.rules.mapping import Mapping, lacks
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import Refused
from huiyin.kernel.text import clean

NAME_LIMIT = 60


@transaction.atomic
def describe(pk: int, mapping: Mapping, *, by: Actor, now: datetime, name: str = "") -> ImportBatch:
    """Sets how the batch's columns are read, keeps it under `name` where one is given, and starts the dry run.

    Raises Wrong with what is still missing by field, and NotAllowed.
    """
    batch = locked(pk)
    step = allowed(batch, "describe", by)
    wrong = lacks(mapping, batch.headers)
    label = clean(name, NAME_LIMIT)
    if isinstance(label, Refused):
        wrong["name"] = label
    if wrong or isinstance(label, Refused):
        raise Wrong(wrong)
    if label:
        kept = {"content": mapping.to_json(), "by_id": batch.account_id, "saved_at": now}
        SavedMapping.objects.update_or_create(name=label, defaults=kept)
    batch.mapping, batch.mapping_name = mapping.to_json(), label
    from_the_start(batch, step)
    return batch
