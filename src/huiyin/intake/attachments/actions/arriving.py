"""The moment at which a file is there: checked, measured, sealed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import transaction

from huiyin.intake.attachments import stored
from huiyin.intake.attachments.admission import Admitted, admitted
from huiyin.intake.attachments.models import Attachment, Upload
from huiyin.intake.attachments.rules.kinds import FORMATS
from huiyin.kernel.lifecycle import NotAllowed, Refused


def arrive(upload: Upload, blocks: Callable[[], Iterator[bytes]], now: datetime) -> Attachment:
    """Turns what was sent into what is kept, under a new row. In the caller's transaction.

    Raises NotAllowed with what `admitted` refuses, and disk_low.
    """
    answer = admitted(FORMATS[upload.format], blocks)
    if isinstance(answer, Refused):
        raise NotAllowed(answer)
    return _keep(upload, answer, now)


def _keep(upload: Upload, kept: Admitted, now: datetime) -> Attachment:
    digest, size = hashlib.sha256(), 0

    def measured() -> Iterator[bytes]:
        nonlocal size
        for block in kept.blocks():
            digest.update(block)
            size += len(block)
            yield block

    key = bytes(upload.wrapped_key)
    stored.write_file(upload.name, key, measured())
    upload.attachment = Attachment.objects.create(
        kind=kept.format.kind,
        media_type=kept.format.media_type,
        size=size,
        sha256=digest.hexdigest(),
        name=upload.name,
        wrapped_key=key,
        marked=upload.marked,
        made_at=now,
    )
    upload.save(update_fields=["attachment", "format"])
    transaction.on_commit(lambda: stored.delete_parts(upload.name, upload.parts))
    return upload.attachment
