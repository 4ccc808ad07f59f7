"""Units, windows and officers rated by scanning their code. Nothing here says who, or at which minute (decision 21)."""

from django.db import models

from huiyin.intake.models import Place
from huiyin.ratings.spot.rules.counting import Counted

LEVEL_COLUMNS = {
    5: "very_satisfied",
    4: "satisfied",
    3: "fairly_satisfied",
    2: "dissatisfied",
    1: "very_dissatisfied",
}


class DayKey(models.Model):
    """What a day's marks are made with. Unlogged, and deleted with the day: then no mark can be made again."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField()


class SpotRating(models.Model):
    """One rating, for the rest of its day only: `mark` keeps a device from rating twice and says nothing else.

    `faults` are codes with commas between. The next day it is one more in a tally, and the row is gone.
    """

    mark = models.CharField(max_length=64, primary_key=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    faults = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(level__gte=1, level__lte=5), name="spot_level_1_to_5")
        ]


class Counts(models.Model):
    """How many rated on each level, and what they said was wrong: `faults` counts by code."""

    very_satisfied = models.PositiveIntegerField(default=0)
    satisfied = models.PositiveIntegerField(default=0)
    fairly_satisfied = models.PositiveIntegerField(default=0)
    dissatisfied = models.PositiveIntegerField(default=0)
    very_dissatisfied = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def counted(self) -> Counted:
        """The sums that the row keeps."""
        return Counted({level: getattr(self, column) for level, column in LEVEL_COLUMNS.items()}, self.faults)


class Tally(Counts):
    """The ratings of a place from `since` to `until`, added up; open (null) until they are enough to be shown."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="tallies")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place"], name="tally_open_once", condition=models.Q(until__isnull=True)
            ),
            models.UniqueConstraint(fields=["place", "since"], name="tally_begins_once"),
        ]
        indexes = [models.Index(fields=["until"], name="tally_until")]


class Flood(Counts):
    """The ratings of an hour at a place that look like a campaign: set apart with their number, in no tally."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="floods")
    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=10)  # many, alike
    usual = models.FloatField(null=True)  # ratings a day before

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "day", "hour"], name="flood_once_an_hour")]
