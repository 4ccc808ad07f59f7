"""Files of earlier reports on their way in, how their columns are read, and what became of each row."""

from django.db import models

from huiyin.organisations.models import Account, Unit


class Mapping(models.Model):
    """Which column is what, kept under a name for the next file of its kind. `content`: a `rules.mapping.Mapping`."""

    name = models.CharField(max_length=60, unique=True)
    content = models.JSONField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()


class ImportBatch(models.Model):
    """One file, its dry run and its import. The file lies sealed in the storage under the opaque `name`.

    `position` is how many rows of the present run (dry or real) are behind us; `good`, `known` and `failed` add up
    to it. `claim` is the token of whoever works on it until `claimed_until`: a killed worker's batch is free again
    after that. `words` are values that nobody has explained yet, by field, with how often they stand there.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=120)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=64, unique=True)
    wrapped_key = models.BinaryField()
    shape = models.JSONField()
    headers = models.JSONField()
    mapping = models.JSONField(default=dict)
    mapping_name = models.CharField(max_length=60, blank=True)

    state = models.CharField(max_length=12)
    position = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    words = models.JSONField(default=dict)
    error = models.CharField(max_length=40, blank=True)

    claim = models.CharField(max_length=20, blank=True)
    claimed_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    file_gone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "claimed_until"], name="import_due")]


class ImportReject(models.Model):
    """A row that can't be read: only its number and the reasons by field. Its cells stay in the sealed file."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rejects")
    row = models.PositiveIntegerField()
    reasons = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "row"], name="import_reject_once")]


class Imported(models.Model):
    """Where an imported report came from, and the answer it was given there ("" where it had none)."""

    report = models.OneToOneField("intake.Report", on_delete=models.PROTECT, related_name="imported")
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="imported")
    row = models.PositiveIntegerField()
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)
