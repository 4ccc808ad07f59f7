"""What the inspectors asked for on their daily round, and serious breaches of the rules with what became of them."""

from django.db import models

from huiyin.cases.models import Case
from huiyin.organisations.models import Account, Officer, Unit


class FollowUp(models.Model):
    """Something asked of those who have a case in hand: to get on with it, or to explain what was noticed.

    `why` is what the round noticed, "" where a person saw it. Of one kind and reason one is open at a time.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="follow_ups")
    kind = models.CharField(max_length=12)  # nudge, explain
    why = models.CharField(max_length=20, blank=True)
    note = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "why"],
                name="explanation_open_once",
                condition=models.Q(kind="explain", answered_at=None),
            )
        ]


class Breach(models.Model):
    """A serious breach of the rules by a unit or somebody in it (S3-21): basis, facts, objection and outcome."""

    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="breaches")
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="breaches")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="breaches")
    state = models.CharField(max_length=12)
    basis = models.CharField(max_length=200)
    facts = models.TextField()
    decision = models.CharField(max_length=200)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    objection = models.TextField(blank=True)
    objected_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    objected_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "-at"], name="breach_newest")]
