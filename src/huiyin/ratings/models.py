"""What the reporter thinks of the answer, and what they said when somebody phoned."""

from django.db import models

from huiyin.intake.models import Report
from huiyin.organisations.models import Account
from huiyin.ratings.again.models import Recheck
from huiyin.ratings.spot.models import DayKey, Flood, SpotRating, Tally

__all__ = ["DayKey", "Flood", "Rating", "Recheck", "Revisit", "SpotRating", "Tally"]


class Rating(models.Model):
    """The answer rated on the national five levels (5 very satisfied … 1 very dissatisfied); the last two are bad."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="rating")
    level = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(level__gte=1, level__lte=5), name="rating_level_1_to_5")
        ]
        indexes = [models.Index(fields=["at"], name="rating_at")]


class Revisit(models.Model):
    """A phone call to the reporter after the answer (S0-25): what came of it, and what they said.

    `again_on`: the day on which the reporter wants to be called again; until then it waits on nobody's desk.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="revisits")
    result = models.CharField(max_length=12)  # see rules.levels.RESULTS
    again_on = models.DateField(null=True)
    level = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="revisit_reached", condition=models.Q(result="reached")),
        ]
