"""An answer that was rated not satisfied, looked into a second time by somebody else."""

from django.db import models

from huiyin.cases.models import Case
from huiyin.organisations.models import Account, Unit


class Recheck(models.Model):
    """The second verification of one case (二次核查), up to the joint review (会商研判).

    `demand` are redacted words for who looks again; they never read the report itself. `level` is the second rating:
    the first one stays as it was. `present` are the people who conferred, a name a line.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="recheck")
    state = models.CharField(max_length=20)
    at = models.DateTimeField()
    demand = models.TextField(blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    checker = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="rechecks")
    given_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    conclusion = models.CharField(max_length=20, blank=True)
    facts = models.TextField(blank=True)
    reported_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    level = models.PositiveSmallIntegerField(null=True)
    words = models.TextField(blank=True)
    rated_at = models.DateTimeField(null=True)
    present = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    conferred_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    conferred_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="recheck_standing")]
