"""A file of a report, opened by somebody who may."""

from __future__ import annotations

from datetime import datetime

from django.core.files.base import File
from django.http import Http404, StreamingHttpResponse

from huiyin.intake.attachments.actions import store
from huiyin.intake.attachments.models import Attachment
from huiyin.intake.attachments.queries import may_open
from huiyin.intake.attachments.room import free_bytes, limits
from huiyin.intake.attachments.rules.kinds import SUFFIXES, Kind
from huiyin.intake.attachments.stored import read_file
from huiyin.kernel.actor import Actor
from huiyin.ledger.actions import looked


def kept(file: File[bytes] | None, draft: str, now: datetime) -> str:
    """The token of a file that came with a form; "" where none did. Raises NotAllowed where it is refused.

    `draft` names what it is for. Whoever asked for it claims it by the token; what nobody claims is discarded.
    """
    if file is None:
        return ""
    room = {"free": free_bytes(), "limits": limits()}
    return store(file, draft=draft, size=file.size or 0, now=now, **room).token  # type: ignore[arg-type]


def open_attachment(
    viewer: Actor, attachment: Attachment, *, committee: int, now: datetime
) -> StreamingHttpResponse:
    """The file, streamed. Raises Http404 where the viewer may not open it: then it doesn't exist for them.

    The caller has fetched the case through a query that takes the viewer; `committee` is the committee of the case.
    Only pictures, which the program painted itself, are shown in the page; anything else is downloaded. Whoever
    opens what isn't released (a voice, a paper) leaves a record.
    """
    if not may_open(viewer, attachment, committee=committee):
        raise Http404
    if not attachment.released_to_unit:
        looked("attachment", attachment.pk, attachment.kind, by=viewer, now=now, reason="", unit=committee)
    return served(attachment)


def served(attachment: Attachment) -> StreamingHttpResponse:
    """The file as it goes out. The caller has seen that its reader may have it."""
    shown = attachment.kind == Kind.PHOTO
    name = f"{attachment.kind}-{attachment.pk}{SUFFIXES.get(attachment.media_type, '')}"
    return StreamingHttpResponse(
        read_file(attachment),
        content_type=attachment.media_type,
        headers={
            "Content-Disposition": f'{"inline" if shown else "attachment"}; filename="{name}"',
            "Content-Length": str(attachment.size),
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-store",
        },
    )
