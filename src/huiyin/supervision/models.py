"""Cases that stood still until somebody above had to act."""

from django.db import models

from huiyin.cases.models import Case
from huiyin.organisations.models import Unit
from huiyin.supervision.alerts.models import Acknowledgement, Alert, AlertMember
from huiyin.supervision.ladder.models import Alarm, Circular, Climb, Interview, InterviewPaper, Standing
from huiyin.supervision.letters.models import (
    Answer,
    AnswerFile,
    Consent,
    Letter,
    NumberPool,
    Paper,
    Seal,
    Service,
)
from huiyin.supervision.rounds.models import Breach, FollowUp
from huiyin.supervision.tracking.models import Look, Tracking

__all__ = [
    "Acknowledgement",
    "Alarm",
    "Alert",
    "AlertMember",
    "Answer",
    "AnswerFile",
    "Breach",
    "Circular",
    "Climb",
    "Consent",
    "FollowUp",
    "Interview",
    "InterviewPaper",
    "Letter",
    "Lock",
    "Look",
    "NumberPool",
    "Paper",
    "Seal",
    "Service",
    "Standing",
    "Tracking",
]


class Lock(models.Model):
    """A case that a unit didn't accept in time (S0-19): only the supervising body can act until it is lifted."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="locks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="locks")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(lifted_at=None), name="lock_once_at_a_time"
            )
        ]
