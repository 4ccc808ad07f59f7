"""Campaigns of a committee (专项活动, S3-26): what was to become better in which days."""

from django.db import models

from huiyin.organisations.models import Account, Unit


class Campaign(models.Model):
    """`types`: the problem types that it is about, with those below them; `result`: what it came to in the end."""

    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    purpose = models.TextField()
    types = models.JSONField()
    first = models.DateField()
    last = models.DateField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    result = models.TextField(blank=True)
    concluded_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "name", "first"], name="campaign_once"),
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="campaign_has_days"),
        ]
