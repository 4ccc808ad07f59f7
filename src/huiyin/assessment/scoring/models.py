"""What a period came to for a unit, fact by fact (S0-24, S0-26, S1-26)."""

from django.db import models

from huiyin.cases.models import Case
from huiyin.organisations.models import Account, Unit


class Score(models.Model):
    """A unit's score from `first` to `last`. `handled` is the denominator: cases of the unit answered in these days.

    `moves` says by how much each rule moved it; final once it is locked.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="scores")
    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    state = models.CharField(max_length=10)
    handled = models.PositiveIntegerField()
    moves = models.JSONField(default=dict)
    value = models.FloatField()
    posted_at = models.DateTimeField()
    objections_until = models.DateTimeField()
    final_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "first"], name="score_once_a_period")]
        indexes = [models.Index(fields=["committee", "-first"], name="score_newest")]


class Point(models.Model):
    """One fact that counts, by a rule of the city, with the case that it happened in."""

    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="points")
    rule = models.CharField(max_length=40)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10)
    objection = models.TextField(blank=True)
    objected_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    objected_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
