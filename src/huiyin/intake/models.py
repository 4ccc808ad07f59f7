"""What a citizen sends, the places from which they send it, and who they are (sealed)."""

from django.db import models

from huiyin.intake.attachments.models import Attachment, Upload
from huiyin.intake.channels.models import (
    Appraisal,
    HotlineOrder,
    Origin,
    Parcel,
    Reconciliation,
    ReplyTask,
    SeenNonce,
    Waiting,
)
from huiyin.intake.imports.models import ImportBatch, Imported, ImportReject, Mapping
from huiyin.intake.withheld.models import Tombstone
from huiyin.organisations.models import Officer, Unit

__all__ = [
    "Answer",
    "Appraisal",
    "Attachment",
    "Counter",
    "HotlineOrder",
    "Identity",
    "ImportBatch",
    "ImportReject",
    "Imported",
    "Mapping",
    "NamedOfficer",
    "Origin",
    "Parcel",
    "Place",
    "PlaceCode",
    "Reconciliation",
    "ReplyTask",
    "Report",
    "Scans",
    "SeenNonce",
    "Supplement",
    "Tombstone",
    "Upload",
    "Waiting",
]


class Place(models.Model):
    """A hall or window of a unit where a poster hangs; with `officer`, the desk or the plate of one officer."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="places")
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=100, blank=True)
    bilingual = models.BooleanField(default=False)
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="place_once_per_unit")]


class PlaceCode(models.Model):
    """The short opaque token on a poster. A lost or abused one is switched off and the place gets another."""

    token = models.CharField(max_length=16, unique=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="codes")
    made_at = models.DateTimeField()
    active = models.BooleanField(default=True)


class Scans(models.Model):
    """How often the codes of a place were scanned on a day: a number, nothing about who."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="scans")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "day"], name="scans_once_per_day")]


class Report(models.Model):
    """A citizen's report as it was received; never changed afterwards.

    `query_code_hash` and `idempotency_hash` are keyed hashes. `digest` binds the content (with `salt`) to the
    first ledger event, whose hash is printed on the receipt.
    """

    number = models.CharField(max_length=24)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reports")
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT)
    channel = models.CharField(max_length=20)
    problem_type = models.CharField(max_length=20)
    officer_text = models.CharField(max_length=100, blank=True)
    text = models.TextField()
    occurred_on = models.DateField(null=True)
    identity_mode = models.CharField(max_length=12)
    language = models.CharField(max_length=10)
    received_at = models.DateTimeField()
    promised_at = models.DateTimeField()
    promised_how = models.JSONField()
    query_code_hash = models.CharField(max_length=64)
    idempotency_hash = models.CharField(max_length=64)
    external_id = models.CharField(max_length=80, null=True)
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)

    class Meta:
        # Constraints, not `unique=True`: that would add a second index to each, for searches by a hash's beginning.
        constraints = [
            models.UniqueConstraint(fields=["number"], name="report_number_once"),
            models.UniqueConstraint(fields=["query_code_hash"], name="report_query_code_once"),
            models.UniqueConstraint(fields=["idempotency_hash"], name="report_received_once"),
            models.UniqueConstraint(
                fields=["external_id"],
                name="report_external_id_once",
                condition=models.Q(external_id__isnull=False),
            ),
        ]


class Answer(models.Model):
    """What the sender chose where the type of problem asked more: codes of the city's question and its option."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=40)
    option = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "question"], name="answer_once")]


class NamedOfficer(models.Model):
    """An officer whom a report is about: for them it never exists. `pinned_by` is "public", "system" or an account."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="named")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    pinned_by = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "officer"], name="officer_named_once")]


class Identity(models.Model):
    """The vault: who sent a report, encrypted under a data key of its own; how to reach them also as keyed hashes."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="identity")
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()
    has_phone = models.BooleanField(default=False)
    phone_hash = models.CharField(max_length=64, blank=True)
    openid_hash = models.CharField(max_length=64, blank=True)
    mail_hash = models.CharField(max_length=64, blank=True)
    name_hash = models.CharField(max_length=64, null=True, blank=True)
    """Of the folded name; null where it was sealed before there was such a hash, until the worker comes by."""

    class Meta:
        indexes = [
            models.Index(fields=["phone_hash"], name="identity_phone", condition=~models.Q(phone_hash="")),
            models.Index(fields=["openid_hash"], name="identity_openid", condition=~models.Q(openid_hash="")),
            models.Index(fields=["mail_hash"], name="identity_mail", condition=~models.Q(mail_hash="")),
            models.Index(fields=["name_hash"], name="identity_name", condition=~models.Q(name_hash="")),
        ]


class Supplement(models.Model):
    """What the reporter added later, with number and query code.

    `cleared`: those who work on the case may read it; until then it waits for its look for marks of secrecy.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="supplements")
    text = models.TextField()
    at = models.DateTimeField()
    cleared = models.BooleanField(default=False)


class Counter(models.Model):
    """How often a key was seen in a window of time, for limits. Unlogged: empty after a crash, which is fine."""

    key = models.CharField(max_length=80, primary_key=True)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField()
