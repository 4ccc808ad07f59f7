"""What may be about the same matter, and what many people write about: thrown away and built again without loss."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from huiyin.intake.models import Report


class ToCompare(models.Model):
    """A report that waits to be compared with the others."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")


class Compared(models.Model):
    """A report that was compared, and later ones with it. `says`: the beginning of its text in normal form; `lands`:
    the counties (ids of regions) that it is about.
    """

    report = models.OneToOneField(Report, on_delete=models.CASCADE, primary_key=True, related_name="compared")
    says = models.TextField()
    lands = ArrayField(models.BigIntegerField())


class Candidate(models.Model):
    """Two reports that may be about the same matter, once for both of them, and why.

    `close`: from 0 to 1; `apart`: they name different places; `places`, `words`: what both say. Who wrote them isn't
    kept here.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    close = models.FloatField()
    apart = models.BooleanField()
    places = ArrayField(models.TextField())
    words = ArrayField(models.TextField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "other"], name="candidate_once")]


class HotIssue(models.Model):
    """Reports about one thing. It stays the same one while most of its reports do. `held`: how close they are."""

    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    held = models.FloatField()


class HotMember(models.Model):
    """A report of an issue; `place` 0 is the one in the middle.

    `person` is one number for what one sender wrote, within this issue only: it counts people and names nobody.
    """

    issue = models.ForeignKey(HotIssue, on_delete=models.CASCADE, related_name="members")
    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="hot")
    place = models.PositiveIntegerField()
    person = models.PositiveIntegerField()


class HotBuild(models.Model):
    """What the issues were built from last: nothing new, nothing to do."""

    at = models.DateTimeField()
    read = models.CharField(max_length=120)
