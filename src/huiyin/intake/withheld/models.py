"""What stands in the place of content that had to go."""

from django.db import models


class Tombstone(models.Model):
    """What is left of a report, or of one addition to it, whose content the law doesn't let stand here.

    `digest` is over what was removed: that of the report's first event, or of the addition. With the salt, which
    stays, whoever holds a copy can show that it is what was removed; nothing can be read out of it.
    """

    report = models.ForeignKey("intake.Report", on_delete=models.PROTECT, related_name="tombstones")
    supplement = models.OneToOneField(
        "intake.Supplement", null=True, on_delete=models.PROTECT, related_name="tombstone"
    )
    digest = models.CharField(max_length=64)
    removed_by = models.CharField(max_length=40)
    removed_at = models.DateTimeField()
    reason = models.TextField()
    basis = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report"], name="tombstone_once", condition=models.Q(supplement__isnull=True)
            )
        ]
