"""What arrived becomes part of a report, and may be shown to a unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from huiyin.intake.attachments import stored
from huiyin.intake.attachments.models import Attachment, Upload
from huiyin.intake.attachments.rules.kinds import may_release
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record

if TYPE_CHECKING:
    from huiyin.intake.models import Report


@transaction.atomic
def attach(tokens: Sequence[str], report: Report, *, now: datetime) -> list[Attachment]:
    """Gives the files to the report that is being sent, in this order.

    Raises NotAllowed with upload_gone where one has expired, isn't whole or belongs to another report.
    """
    files = attachable(tokens, report.pk, now=now)
    for file in files:
        file.report = report
        file.save(update_fields=["report"])
    return files


def attachable(tokens: Sequence[str], report: int | None = None, *, now: datetime) -> list[Attachment]:
    """The files of `tokens` in this order, locked until the caller's transaction ends. Raises as `attach` does."""
    uploads = {u.token: u for u in Upload.objects.select_for_update().filter(token__in=tokens).order_by("pk")}
    files = []
    for token in dict.fromkeys(tokens):
        upload = uploads.get(token)
        file = upload.attachment if upload and upload.expires_at > now else None
        if file is None or file.report_id not in (None, report):
            raise NotAllowed(Refused("upload_gone"))
        files.append(file)
    return files


@transaction.atomic
def claim(token: str, *, now: datetime) -> Attachment:
    """Takes a whole file out of those that may still be discarded; whoever claims it keeps it (evidence of a unit).

    Raises NotAllowed with upload_gone where it isn't whole or has expired.
    """
    upload = Upload.objects.select_for_update().filter(token=token, expires_at__gt=now).first()
    if upload is None or upload.attachment is None or upload.attachment.report_id is not None:
        raise NotAllowed(Refused("upload_gone"))
    file, name, parts = upload.attachment, upload.name, upload.parts
    upload.delete()
    transaction.on_commit(lambda: stored.delete_parts(name, parts))
    return file


@transaction.atomic
def release(attachment: int, *, by: Actor, unit: int, now: datetime, released: bool = True) -> Attachment:
    """Lets the unit's handlers see a picture, or no longer. The reviewer has seen that it betrays nobody.

    `unit` is the committee for which `by` acts. Raises NotAllowed: wrong_role, kept_from_unit (no photo).
    """
    if "reviewer" not in by.roles_in(unit):
        raise NotAllowed(Refused("wrong_role", {"verb": "release"}))
    locked = Attachment.objects.select_for_update().get(pk=attachment, report__isnull=False)
    if released and (refused := may_release(locked.kind)):
        raise NotAllowed(refused)
    if locked.released_to_unit != released:
        locked.released_to_unit = released
        locked.save(update_fields=["released_to_unit"])
        verb = "release" if released else "withhold"
        record("attachment", locked.pk, verb, by=by, now=now, unit=unit, data={"report": locked.report_id})
    return locked
