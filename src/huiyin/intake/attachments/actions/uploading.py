"""A file on its way: in parts that can be taken up again after a lost connection, or at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import IO

from django.db import transaction
from django.db.models import Count, Sum

from huiyin.intake.attachments import stored
from huiyin.intake.attachments.actions.arriving import arrive
from huiyin.intake.attachments.actions.discarding import drop
from huiyin.intake.attachments.models import Attachment, Upload
from huiyin.intake.attachments.rules.kinds import Limits, admit, admit_format
from huiyin.intake.attachments.rules.recognition import HEAD_BYTES, recognise
from huiyin.kernel.ids import token as opaque
from huiyin.kernel.lifecycle import Conflict, NotAllowed, Refused

_READ = 262_144


def begin_upload(
    *, draft: str, size: int, free: int, limits: Limits, now: datetime, marked: bool = False
) -> Upload:
    """Makes room for a file of `size` bytes beside the others of the same form (`draft`, opaque).

    `marked`: its name, which isn't kept, carries a mark of secrecy.
    `free` is what is free on the disk, in bytes. Raises NotAllowed as `admit` refuses.
    """
    others = Upload.objects.filter(draft=draft).aggregate(files=Count("id"), total=Sum("size"))
    refused = admit(size, files=others["files"], total=others["total"] or 0, free=free, limits=limits)
    if refused:
        raise NotAllowed(refused)
    name = opaque(26).lower()
    return Upload.objects.create(
        token=opaque(26),
        draft=draft,
        size=size,
        marked=marked,
        name=name,
        wrapped_key=stored.new_key(name),
        started_at=now,
        expires_at=now + limits.kept_unsent,
    )


@transaction.atomic
def append(token: str, offset: int, chunk: bytes, *, limits: Limits, now: datetime) -> Upload:
    """Adds `chunk` at `offset`, which must be where the file stands.

    Raises Conflict (the offset expected, in digits) where it stands elsewhere, as after a lost answer, and
    NotAllowed: upload_gone, chunk_too_large, too_large, wrong_type, heic, empty, disk_low.
    """
    upload = _locked(token, now)
    if offset != upload.received or upload.attachment_id:
        raise Conflict(str(upload.received))
    if len(chunk) > limits.chunk_bytes:
        raise NotAllowed(Refused("chunk_too_large", {"limit": limits.chunk_bytes}))
    if not chunk:
        return upload
    if offset + len(chunk) > upload.size:
        raise NotAllowed(Refused("larger_than_announced"))
    if offset == 0:
        upload.format = _format(chunk, upload.size, limits)
    stored.write_part(upload, chunk)
    upload.received += len(chunk)
    upload.parts += 1
    upload.save(update_fields=["format", "received", "parts"])
    return upload


def finish(token: str, *, now: datetime) -> Attachment:
    """Checks the whole file and keeps it. Asked again, gives the same attachment.

    Raises Conflict (the offset expected) where bytes are missing, and NotAllowed where the file is refused;
    a refused one is deleted at once.
    """
    try:
        with transaction.atomic():
            upload = _locked(token, now)
            if upload.attachment:
                return upload.attachment
            if upload.received != upload.size:
                raise Conflict(str(upload.received))
            return arrive(upload, lambda: stored.read_parts(upload), now)
    except NotAllowed:
        drop(token)
        raise


def store(
    file: IO[bytes], *, draft: str, size: int, free: int, limits: Limits, now: datetime, marked: bool = False
) -> Upload:
    """Takes a whole file at once; its token then goes the same way as that of an upload.

    Raises NotAllowed as `begin_upload` and `finish` do.
    """
    upload = begin_upload(draft=draft, size=size, free=free, limits=limits, now=now, marked=marked)

    def blocks() -> Iterator[bytes]:
        file.seek(0)
        return iter(lambda: file.read(_READ), b"")

    try:
        upload.format = _format(next(blocks(), b"")[: limits.chunk_bytes], size, limits)
        with transaction.atomic():
            arrive(upload, blocks, now)
    except NotAllowed:
        drop(upload.token)
        raise
    return upload


def _locked(token: str, now: datetime) -> Upload:
    upload = Upload.objects.select_for_update().filter(token=token, expires_at__gt=now).first()
    if upload is None:
        raise NotAllowed(Refused("upload_gone"))
    return upload


def _format(head: bytes, size: int, limits: Limits) -> str:
    """The name of the format that the first bytes show, where a file of this format may be so large."""
    if len(head) < min(HEAD_BYTES, size):
        raise NotAllowed(Refused("chunk_too_small", {"least": HEAD_BYTES}))
    found = recognise(head[:HEAD_BYTES])
    if isinstance(found, Refused):
        raise NotAllowed(found)
    if refused := admit_format(found, size, limits):
        raise NotAllowed(refused)
    return found.name
