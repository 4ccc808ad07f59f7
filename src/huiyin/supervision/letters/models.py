"""Papers to those who are supervised: what they say, their numbers, where they went and what came back."""

from django.db import models

from huiyin.cases.models import Case
from huiyin.intake.models import Attachment
from huiyin.organisations.models import Account, Unit


class Letter(models.Model):
    """One paper with one number, to one unit or to many.

    `because` names what called for it, so that it is drafted once. `house` is the organ it is about and `accused` the
    officers, beside those of `case`. `writer` worded it last. `mark`, `year` and `serial` are its number, allotted at
    signing; `proof` opens the public page that says it is genuine.
    """

    because = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=40)
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="letters")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="letters")
    house = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    accused = models.JSONField(default=list)
    state = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    body = models.TextField()
    enclosures = models.JSONField(default=list)
    writer = models.CharField(max_length=40)
    drafted_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    mark = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    serial = models.PositiveIntegerField(null=True)
    signed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    proof = models.CharField(max_length=32, null=True, unique=True)
    void_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mark", "year", "serial"], name="letter_number_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["drafted", "in_approval", "cleared", "voided"])
                | models.Q(serial__isnull=False, signed_at__isnull=False, proof__isnull=False),
                name="letter_signed_has_number",
            ),
        ]
        indexes = [
            models.Index(fields=["issuer", "-drafted_at"], name="letter_ledger"),
            models.Index(fields=["case"], name="letter_case"),
        ]


class NumberPool(models.Model):
    """The last serial allotted under one mark in one year. Its row is locked while one is taken: no gap, no double."""

    mark = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark", "year"], name="number_pool_once")]


class Consent(models.Model):
    """What a level of approval said: yes, or handed back with reasons. `round` counts how often it was proposed."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="consents")
    round = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=20)
    given = models.BooleanField()
    reasons = models.TextField(blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Service(models.Model):
    """A letter at one unit: main addressee (主送), or sent a copy (抄送), which answers nothing."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="services")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="served")
    copied = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12)
    delivered_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    how = models.JSONField(null=True)
    late_at = models.DateTimeField(null=True)
    struck_off_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "unit"], name="service_once")]
        indexes = [
            models.Index(fields=["unit", "state"], name="service_inbox"),
            models.Index(
                fields=["due_at"],
                name="service_due",
                condition=models.Q(
                    due_at__isnull=False,
                    late_at=None,
                    state__in=["delivered", "acknowledged", "insufficient"],
                ),
            ),
        ]


class Answer(models.Model):
    """What a unit replied in one round, and how it was judged; or (`interim`) how far it has come meanwhile."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="answers")
    round = models.PositiveSmallIntegerField()
    interim = models.BooleanField(default=False)
    text = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sufficient = models.BooleanField(null=True)
    reasons = models.TextField(blank=True)
    judged_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "round"], name="answer_once_a_round")]


class AnswerFile(models.Model):
    """A file that came with a reply, described in words."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="files")
    description = models.CharField(max_length=200)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")


class Paper(models.Model):
    """A signed letter as it was printed, sealed in the storage under the opaque `name`. `sha256` is over the file."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="papers")
    form = models.CharField(max_length=4)  # pdf, docx
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    name = models.CharField(max_length=64, unique=True)
    wrapped_key = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "form"], name="paper_once_a_form")]


class Seal(models.Model):
    """The picture of a body's cut seal, sealed like any secret. The last one is in use; without one, one is drawn."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="seals")
    sealed = models.BinaryField()
    wrapped_key = models.BinaryField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
