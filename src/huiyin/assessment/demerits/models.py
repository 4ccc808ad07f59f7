"""Points of officers, each with the fact behind it, and what followed from them (S3-27)."""

from django.db import models

from huiyin.cases.models import Case, Outcome
from huiyin.organisations.models import Account, Officer, Unit
from huiyin.supervision.rounds.models import Breach


class Demerit(models.Model):
    """Points of an officer for one fact: an `outcome` of an answered case, or a `breach` that was upheld.

    `unit` is where the officer worked then, `committee` who judges. `at` is when the fact was settled, in `year`.
    """

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="demerits")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.OneToOneField(Outcome, null=True, on_delete=models.PROTECT, related_name="demerit")
    breach = models.OneToOneField(Breach, null=True, on_delete=models.PROTECT, related_name="demerit")
    rule = models.CharField(max_length=40)
    points = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    posted_at = models.DateTimeField()
    objections_until = models.DateTimeField()
    state = models.CharField(max_length=10)
    objection = models.TextField(blank=True)
    objected_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    objected_at = models.DateTimeField(null=True)
    conclusion = models.TextField(blank=True)
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__isnull=False) ^ models.Q(breach__isnull=False),
                name="demerit_for_one_fact",
            )
        ]
        indexes = [models.Index(fields=["committee", "year"], name="demerit_of_a_year")]


class Consequence(models.Model):
    """A step of the city's that an officer's points of a year have come to; see `rules.demerits.CONSEQUENCE`."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="consequences")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=40)
    points = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    state = models.CharField(max_length=12)
    note = models.TextField(blank=True)
    done_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "year", "step"],
                condition=~models.Q(state="fallen_away"),
                name="consequence_once_a_year",
            )
        ]
