"""What the program noticed about a report on arrival, with its reasons."""

from django.db import models

from huiyin.intake.models import Report
from huiyin.organisations.models import Unit
from huiyin.triage.index.models import Frequency, Indexed, ToIndex
from huiyin.triage.learning.models import Lesson, ModelVersion
from huiyin.triage.likeness.models import Candidate, Compared, HotBuild, HotIssue, HotMember, ToCompare
from huiyin.triage.routing.models import RoutingDecision, RuleBook
from huiyin.triage.secrecy.models import Quarantine

__all__ = [
    "Candidate",
    "Compared",
    "Frequency",
    "HotBuild",
    "HotIssue",
    "HotMember",
    "Indexed",
    "Lesson",
    "ModelVersion",
    "Quarantine",
    "RoutingDecision",
    "RuleBook",
    "Screening",
    "ToCompare",
    "ToIndex",
]


class Screening(models.Model):
    """A hit of one of the city's markers: words found, or the earlier report that it seems to repeat."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="screenings")
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    team = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    found = models.JSONField(default=list)
    repeats = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="+")
    likeness = models.FloatField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "code"], name="screening_once_per_marker")]
