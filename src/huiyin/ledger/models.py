"""What happened, in the order in which it happened, and who looked at what is sealed."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class Event(models.Model):
    """One change of one subject. Append-only: a trigger refuses UPDATE and DELETE.

    `prev` is the hash of the same subject's event before it ("" for the first), `hash` covers all other columns.
    """

    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    seq = models.PositiveIntegerField()
    verb = models.CharField(max_length=40)
    actor = models.CharField(max_length=40)
    unit = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    data = models.JSONField()
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "seq"], name="event_once_per_seq")
        ]
        indexes = [BrinIndex(fields=["at"], name="event_at", autosummarize=True, pages_per_range=32)]


class Outbox(models.Model):
    """An event that the journey hasn't read yet. Deleted when done; kept with its error when it can't be done."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="outbox_due")]


class Leaf(models.Model):
    """The place of an event in the Merkle tree over all events."""

    position = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT)


class TreeHead(models.Model):
    """A signed root over the first `size` leaves (RFC 6962, SHA-256; Ed25519 signature)."""

    size = models.BigIntegerField(primary_key=True)
    root = models.CharField(max_length=64)
    at = models.DateTimeField()
    signature = models.CharField(max_length=128)


class Access(models.Model):
    """Somebody looked at sealed data. Written on a connection of its own, so that it survives a rollback."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    what = models.CharField(max_length=40)
    actor = models.CharField(max_length=40)
    unit = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="access_subject")]
