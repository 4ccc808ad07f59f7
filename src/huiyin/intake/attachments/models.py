"""Files that citizens send: on their way (Upload) and arrived (Attachment).

No file name is kept: names identify people.
"""

from django.db import models


class Attachment(models.Model):
    """A file that was received whole, checked, and sealed in the storage under the opaque `name`.

    `report` is null until the report is sent. `sha256` is over what is kept (of photos the new picture).
    `marked`: the name it came under, which isn't kept, carried a mark of secrecy.
    `released_to_unit` is set by the committee's reviewer, one file at a time; who and when is in the ledger.
    """

    report = models.ForeignKey(
        "intake.Report", null=True, on_delete=models.PROTECT, related_name="attachments"
    )
    kind = models.CharField(max_length=10)  # photo, audio, video, paper, document
    media_type = models.CharField(max_length=80)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=64, unique=True)
    wrapped_key = models.BinaryField()
    marked = models.BooleanField(default=False)
    released_to_unit = models.BooleanField(default=False)
    made_at = models.DateTimeField()


class Upload(models.Model):
    """A file on its way. `draft` is the opaque token of the form it belongs to; nothing says who sends it.

    `size` is what was announced, `received` what is here, in bytes, sealed as `parts` files named
    `{name}/{number}`. `format` is what the first bytes show ("" until they are here).
    """

    token = models.CharField(max_length=40, unique=True)
    draft = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    parts = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=64)
    wrapped_key = models.BinaryField()
    format = models.CharField(max_length=10, blank=True)
    marked = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    attachment = models.OneToOneField(Attachment, null=True, on_delete=models.PROTECT, related_name="upload")
