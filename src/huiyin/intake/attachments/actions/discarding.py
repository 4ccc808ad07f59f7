"""What was refused or never sent goes away, rows and bytes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.intake.attachments import stored
from huiyin.intake.attachments.models import Upload


def discard_expired(now: datetime) -> int:
    """Deletes whatever was never sent in time, rows and bytes; how many files that were."""
    tokens = list(Upload.objects.filter(expires_at__lte=now).values_list("token", flat=True))
    for token in tokens:
        drop(token)
    return len(tokens)


def drop(token: str) -> None:
    """Forgets a file that isn't part of a report: its row, its parts, and what arrived of it."""
    with transaction.atomic():
        upload = Upload.objects.select_for_update(of=("self",)).filter(token=token).first()
        if upload:
            _discard(upload)


def _discard(upload: Upload) -> None:
    """Bytes go after the rows are gone; a crash between leaves bytes that nobody can open any more."""
    name, parts, attachment = upload.name, upload.parts, upload.attachment
    sent = attachment is not None and attachment.report_id is not None
    upload.delete()
    if attachment and not sent:
        attachment.delete()
    transaction.on_commit(lambda: stored.delete_parts(name, parts))
    if not sent:
        transaction.on_commit(lambda: stored.delete_file(name))
