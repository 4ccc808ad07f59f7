"""What is kept from everybody but the secrecy officer."""

from django.db import models

from huiyin.intake.models import Report, Supplement
from huiyin.organisations.models import Unit
from huiyin.triage.secrecy.rules.lifecycle import Snapshot


class Quarantine(models.Model):
    """A report, or one addition to it, that carries a mark of secrecy.

    `committee` is the one whose secrecy officer looks at it. `found` is what was found, as [mark, where, words]; it
    goes with the content. `accused` are the officers whom it names: for them it doesn't exist.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="quarantines")
    supplement = models.OneToOneField(
        Supplement, null=True, on_delete=models.PROTECT, related_name="quarantine"
    )
    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    accused = models.JSONField(default=list)
    found = models.JSONField(default=list)
    state = models.CharField(max_length=10)
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    late_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report"], name="quarantine_once", condition=models.Q(supplement__isnull=True)
            )
        ]
        indexes = [models.Index(fields=["due_at"], name="quarantine_due", condition=models.Q(state="held"))]

    def snapshot(self) -> Snapshot:
        return Snapshot(self.state, self.committee_id, self.organ_id, tuple(self.accused))
