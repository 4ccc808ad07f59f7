"""The city's rules about whose a matter is, edition by edition; and what was decided for each report, and why."""

from django.db import models

from huiyin.intake.models import Report
from huiyin.organisations.models import Unit


class RuleBook(models.Model):
    """One edition of the whole ordered list, in force from `since` until the next. Editions are never changed.

    `verb` and `rule` say how it differs from the one before: load, add, change, move, switch, undo.
    """

    number = models.PositiveIntegerField(unique=True)
    since = models.DateTimeField()
    made_at = models.DateTimeField()
    by = models.CharField(max_length=40)
    verb = models.CharField(max_length=10)
    rule = models.CharField(max_length=40, blank=True)
    rules = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["-since", "-number"], name="rule_book_in_force")]


class RoutingDecision(models.Model):
    """Whose a report is, decided by rule or proposed by what was learnt; then what became of it.

    `held`: why a person had to decide. `given_at` is the first dispatch, by the program (`by_machine`) or a person;
    `overridden_at` when people found the program wrong: a redirection, or the unit sent it back.
    """

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="routing")
    decided_at = models.DateTimeField()
    source = models.CharField(max_length=8, blank=True)
    rule = models.CharField(max_length=40, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    book = models.ForeignKey(RuleBook, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.CharField(max_length=40, blank=True)
    confidence = models.FloatField(null=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    runner_up = models.CharField(max_length=40, blank=True)
    supervisor = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    limit = models.CharField(max_length=40, blank=True)
    priority = models.PositiveSmallIntegerField(default=0)
    reasons = models.JSONField(default=list)
    held = models.JSONField(default=list)

    given_at = models.DateTimeField(null=True)
    given_to = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    by_machine = models.BooleanField(default=False)
    overridden_at = models.DateTimeField(null=True)
    overridden_by = models.CharField(max_length=40, blank=True)
    overridden_how = models.CharField(max_length=10, blank=True)
    overridden_to = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["given_at"], name="routing_given")]
