"""Leads that a work team follows, and what it saw."""

from django.db import models

from huiyin.cases.models import Case
from huiyin.organisations.models import Account, Unit


class Tracking(models.Model):
    """One case that a work team follows to its end; it doesn't handle it, and reads redacted words only."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="tracking")
    team = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["team", "state"], name="tracking_of_team")]


class Look(models.Model):
    """What a team saw on one occasion, and by which verb it was written down."""

    tracking = models.ForeignKey(Tracking, on_delete=models.PROTECT, related_name="looks")
    verb = models.CharField(max_length=16)
    way = models.CharField(max_length=8)
    text = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
