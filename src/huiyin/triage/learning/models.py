"""What people decided, as lessons; and what was learnt from them, version by version."""

from django.db import models

from huiyin.intake.models import Report


class Lesson(models.Model):
    """What is known of a report: whose it is (`unit`) or what it is about (`problem_type`), and from whom (`source`).

    A later decision about the same report takes the place of the earlier one. The text stays with the report, and
    a lesson lives no longer than it.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="lessons")
    target = models.CharField(max_length=20)
    label = models.CharField(max_length=40)
    source = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "target"], name="lesson_once_per_target")]
        indexes = [models.Index(fields=["target", "at"], name="lesson_by_time")]


class ModelVersion(models.Model):
    """One version of what was learnt. `content`: a classifier by `rules.storing`; `card`: what is known of it.

    `refused` says why it isn't used. At most one version of a target is in use.
    """

    target = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12)
    lessons = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(null=True)
    card = models.JSONField(default=dict)
    content = models.BinaryField(default=bytes)
    refused = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    learnt_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "number"], name="model_number_once"),
            models.UniqueConstraint(
                fields=["target"], name="model_one_in_use", condition=models.Q(state="in_use")
            ),
            models.UniqueConstraint(
                fields=["target"], name="model_one_asked", condition=models.Q(state="asked")
            ),
        ]

    @property
    def name(self) -> str:
        return f"{self.target}-{self.number}"
