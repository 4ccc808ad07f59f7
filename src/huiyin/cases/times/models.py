"""What moved the clock of a case: a change of the calendar, more time that was asked for, a stop for a while."""

from __future__ import annotations

from django.db import models


class MovedDay(models.Model):
    """A promised day that a change of the calendar moved: which, from when to when, by the change of which day."""

    deadline = models.ForeignKey("cases.Deadline", on_delete=models.PROTECT, related_name="moves")
    changed = models.CharField(max_length=10, db_index=True)  # the day of the calendar, or a year
    was = models.DateTimeField()
    becomes = models.DateTimeField()
    at = models.DateTimeField()


class Recounting(models.Model):
    """A change of the calendar on its way to the days that are promised: how far it has come, case by case.

    `first` to `last` are the days that changed. Cases up to the id `behind` are done; `failed` of them couldn't be
    counted. Where the worker stops in between, the next batch goes on from there.
    """

    changed = models.CharField(max_length=10)  # the day of the calendar, or a year
    first = models.DateField()
    last = models.DateField()
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    behind = models.BigIntegerField(default=0)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="recounting_runs", condition=models.Q(ended_at=None)),
        ]


class TimeRequest(models.Model):
    """One request, its reason, and what became of it. No `decided_at`: it waits.

    `limit` is the city's row under which it was asked, with the length that was asked for. `reason` is what the
    reporter reads once it is granted. A suspension runs from `begins_at` to `ends_at`: the latest end, or the real one
    where it was `resumed_at` earlier. Not granted and decided by nobody: the case had moved on.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="time_requests")
    kind = models.CharField(max_length=12)
    limit = models.JSONField()
    reason = models.TextField()
    by = models.ForeignKey("organisations.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    granted = models.BooleanField(default=False)
    answer = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        "organisations.Account", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    begins_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    resumed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(decided_at=None), name="time_request_one_waits"
            )
        ]


class Objection(models.Model):
    """A unit finds that what it was given isn't its own, and who decided what on that.

    First the sender does (no `arbiter`), then, where the two disagree, their common superior. `proposed` is whose the
    unit thinks it is. `affirmed`: the assignment stands. `stood`: the unit's clock stood still in the meantime.
    """

    assignment = models.ForeignKey("cases.Assignment", on_delete=models.PROTECT, related_name="objections")
    reason = models.TextField()
    proposed = models.ForeignKey("organisations.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("organisations.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    arbiter = models.ForeignKey("organisations.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    affirmed = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        "organisations.Account", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    stood = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=models.Q(decided_at=None), name="objection_one_waits"
            )
        ]
