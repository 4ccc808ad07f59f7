"""Late cases on the ladder: where each stands, what was climbed, who was summoned, and what nobody could be told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiyin.cases.models import Case, Deadline
from huiyin.intake.models import Attachment
from huiyin.organisations.models import Account, Unit
from huiyin.supervision.ladder.rules.lifecycle import INTERVIEW, LIFECYCLE


class Standing(models.Model):
    """A case on the ladder because a deadline lapsed on its day (`due_at`); `round` counts them in the case.

    `unit` is late, or the committee itself. At `next_at` the rung `next_rung` is climbed ("": the end is reached);
    no `next_at`: the clock stands still. `how` says how that moment was counted.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="standings")
    round = models.PositiveSmallIntegerField()
    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="standings")
    kind = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=LIFECYCLE.first)
    next_rung = models.CharField(max_length=40, blank=True)
    next_at = models.DateTimeField(null=True)
    how = models.JSONField(null=True)
    ended_at = models.DateTimeField(null=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="standing_per_round"),
            models.UniqueConstraint(fields=["deadline", "due_at"], name="standing_per_lapse"),
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(ended_at=None), name="standing_once_at_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], name="standing_due", condition=Q(state="climbing")),
            models.Index(fields=["next_at", "id"], name="standing_open", condition=Q(ended_at=None)),
        ]


class Circular(models.Model):
    """One paper about the units that reached that rung between two days; `units`: how many cases and points each.

    `apart`: the one unit of which it is, where others named in that period may not read of it.
    """

    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    at = models.DateTimeField()
    units = models.JSONField()
    apart = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "last", "apart"], name="circular_per_period", nulls_distinct=False
            )
        ]


class Climb(models.Model):
    """A rung that was climbed, or skipped by a person with a reason; by nobody: a circular that would have told
    whom the case is about.

    `points` is what it costs `unit` in the assessment.
    """

    standing = models.ForeignKey(Standing, on_delete=models.PROTECT, related_name="climbs")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="climbs")
    round = models.PositiveSmallIntegerField()
    rung = models.CharField(max_length=40)
    act = models.CharField(max_length=12)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    at = models.DateTimeField()
    skipped = models.BooleanField(default=False)
    points = models.FloatField(default=0)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    circular = models.ForeignKey(Circular, null=True, on_delete=models.PROTECT, related_name="climbs")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round", "rung"], name="climb_once_a_round")]
        indexes = [
            models.Index(fields=["unit", "at"], name="climb_unit"),
            models.Index(
                fields=["at"],
                name="climb_to_collect",
                condition=Q(act="circular", circular=None, skipped=False),
            ),
        ]


class Interview(models.Model):
    """Somebody of a unit is summoned (约谈): when, where, with whom; then what was said and what came of it."""

    climb = models.OneToOneField(Climb, on_delete=models.PROTECT, related_name="interview")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="interviews")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default=INTERVIEW.first)
    on = models.DateTimeField(null=True)
    place = models.CharField(max_length=100, blank=True)
    with_whom = models.CharField(max_length=200, blank=True)
    held_at = models.DateTimeField(null=True)
    minutes = models.TextField(blank=True)
    result = models.TextField(blank=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()


class InterviewPaper(models.Model):
    """A paper from an interview, for instance the signed minutes. Never changed, never taken away."""

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="papers")
    file = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Alarm(models.Model):
    """What the ladder can't mend: nobody to nudge, no leader, no rung left. Open until somebody settles it."""

    standing = models.ForeignKey(Standing, on_delete=models.PROTECT, related_name="alarms")
    kind = models.CharField(max_length=12)
    rung = models.CharField(max_length=40, blank=True)
    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["standing", "kind", "rung"], name="alarm_once"),
        ]
        indexes = [models.Index(fields=["committee", "at"], name="alarm_open", condition=Q(settled_at=None))]
