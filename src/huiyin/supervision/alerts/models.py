"""Alerts: what so many people, or one person so often, wrote about that the supervising body should look at it."""

from django.db import models

from huiyin.cases.models import Case
from huiyin.organisations.models import Account, Officer, Unit


class Alert(models.Model):
    """Different people about one officer or unit, or one person again and again about one matter (S1-37).

    `about` is "officer:7", "unit:12" or "matter:3012" (the report with which it began); of a rule and what it is about
    one grows at a time, until `ended_at`. `least`, `again`, `days` and `anonymous` are the rule's of that moment.
    """

    rule = models.CharField(max_length=40)
    of = models.CharField(max_length=10)
    about = models.CharField(max_length=40)
    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    least = models.PositiveSmallIntegerField()
    again = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    anonymous = models.BooleanField()
    raised_at = models.DateTimeField()
    last_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "-last_at"], name="alert_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "about", "committee", "organ"],
                condition=models.Q(ended_at=None),
                name="alert_once_at_a_time",
            )
        ]


class AlertMember(models.Model):
    """A case that an alert counts, since when."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="members")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "case"], name="alert_counts_once")]


class Acknowledgement(models.Model):
    """Somebody of the supervising body has seen an alert, and notes what follows from it."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="acknowledgements")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    note = models.TextField()
    at = models.DateTimeField()
