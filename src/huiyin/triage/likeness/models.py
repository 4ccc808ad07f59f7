"""What many people write about: built by the worker from the reports, thrown away and built again without loss."""

from django.db import models

from huiyin.intake.models import Report


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
