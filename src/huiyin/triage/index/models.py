"""What reports are found by, kept beside them: built from them, and thrown away and built again without loss."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from huiyin.intake.models import Report


class Indexed(models.Model):
    """One report that has a case. `keys` are its tokens as `rules/keys.py` writes them, month by month.

    `sent` is the normal form of what the committee reads, `told` of what a unit may read; `committee` and `organ`
    are ids of units. `month` is that of `received_at`, which never changes.
    """

    report = models.OneToOneField(Report, on_delete=models.CASCADE, primary_key=True, related_name="indexed")
    received_at = models.DateTimeField(db_index=True)
    month = models.IntegerField()
    organ = models.BigIntegerField()
    keys = ArrayField(models.IntegerField())
    sent = models.TextField()
    told = models.TextField(blank=True)

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="indexed_keys", fastupdate=False)]


class ToIndex(models.Model):
    """A report that waits to be indexed anew. Several rows may name one report: each stands for a change of it."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+", db_index=False)


class Frequency(models.Model):
    """In how many of the sampled reports a token stands, for telling rare words from common ones."""

    token = models.IntegerField(primary_key=True)
    reports = models.PositiveIntegerField()
