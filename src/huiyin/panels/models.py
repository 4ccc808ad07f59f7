"""Who can be drawn to judge, the rounds, who sits in them, and what came out of the envelopes."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from huiyin.intake.models import Attachment
from huiyin.organisations.models import Account, Unit
from huiyin.panels.rules.indicators import change


class Judge(models.Model):
    """Somebody in a committee's pool. Name and phone are sealed; `values` are what quotas look at, `ties` to units.

    `code` is the roster's own key and means nothing outside it.
    """

    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="judges")
    code = models.CharField(max_length=40)
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()
    values = models.JSONField()
    ties = models.JSONField(default=list)
    consents = models.BooleanField(default=False)
    refuses = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "code"], name="judge_code_once")]


class Rounds(models.QuerySet["Round"]):
    def light(self) -> Rounds:
        """Without what was published of the draw, which is long and of no use to a single ballot."""
        return self.defer("announcement", "record")


class Round(models.Model):
    """One appraisal, from plan to published ranks.

    `serial` counts a committee's rounds, `kind` is month, quarter or half. `plan` and `rule` were decided before
    anybody was drawn and don't change afterwards. `salt` makes the marks of the draw; `key` seals the envelopes and
    is destroyed with them when they are counted. `count` is the hash of all ballots.
    """

    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rounds")
    serial = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    title = models.CharField(max_length=100)
    state = models.CharField(max_length=12)
    version = models.PositiveIntegerField(default=0)
    plan = models.JSONField()
    rule = models.JSONField()
    cooldown = models.PositiveSmallIntegerField(default=0)
    salt = models.BinaryField()
    key = models.BinaryField(blank=True)
    announcement = models.JSONField(null=True)
    record = models.JSONField(null=True)
    count = models.CharField(max_length=64, blank=True)
    summary = models.TextField(blank=True)  # causes and measures, before a sum is published (S4-16)
    issued_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    objects = Rounds.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "serial"], name="round_serial_once")]


class Judged(models.Model):
    """An object of a round, and once counted what it got: points as a fraction, published score, places, interval."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="objects_judged")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    report = models.TextField(blank=True)  # the unit's own, before the vote
    veto = models.TextField(blank=True)
    vetoed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")  # sees it put right
    points = models.CharField(max_length=200, blank=True)
    score = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    inside = models.PositiveSmallIntegerField(null=True)
    across = models.PositiveSmallIntegerField(null=True)
    precision = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="judged_once")]
        ordering = ["position"]


class Visit(models.Model):
    """Judges went to see a house (S4-12): when, how many of them, what they saw and heard."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="visits")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    judges = models.PositiveSmallIntegerField()
    text = models.TextField()


class Member(models.Model):
    """A judge's place in one round, and their envelope: outside who they are, inside, sealed, what they said.

    `link` is the hash of the address sent to them; `turn` counts how often a new one was asked for. `on_paper`: they
    vote on one of the papers, nobody knows on which; then they have neither link nor envelope.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="members")
    judge = models.ForeignKey(Judge, on_delete=models.PROTECT, related_name="members")
    layer = models.CharField(max_length=20)
    mark = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10)
    link = models.CharField(max_length=64, null=True, unique=True)
    turn = models.PositiveSmallIntegerField(default=0)
    envelope = models.BinaryField(blank=True)
    on_paper = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "judge"], name="panel_member_once")]


class Transcript(models.Model):
    """What one person read on a ballot of paper, sealed under the round's key; destroyed at the count.

    `paper` is the hash of its code, which stands for no judge.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="transcripts")
    paper = models.CharField(max_length=64)
    layer = models.CharField(max_length=20)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "paper", "by"], name="transcript_once")]


class Counted(models.Model):
    """A ballot out of its envelope. Nothing leads to whoever filled it in; its judge knows `check`."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="ballots")
    check_number = models.CharField(max_length=12)
    layer = models.CharField(max_length=20)
    answers = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "check_number"], name="ballot_check_once")]


class Opinion(models.Model):
    """What a judge wrote about one object (S4-23), apart from their ballot, in no order."""

    judged = models.ForeignKey(Judged, on_delete=models.PROTECT, related_name="opinions")
    text = models.TextField()


class Task(models.Model):
    """Something that a unit has to put right after a round (S4-20): asked, answered by its house, seen to be done.

    `axis` is the duty it is about, "" where it follows a veto: then the special team that was named with it sees to it
    (S4-19), where one was.
    """

    judged = models.ForeignKey(Judged, on_delete=models.PROTECT, related_name="tasks")
    axis = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["judged", "axis"], name="task_once")]
        ordering = ["pk"]


class Indicator(models.Model):
    """What was counted in one span of time and in a later one, as long; shown with the results (S4-22).

    `document` is the source's own paper: its hash is public, the paper is for who holds the round. Once published it is
    withdrawn in the open, never changed.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="indicators")
    name = models.CharField(max_length=60)
    source = models.CharField(max_length=200)
    counted_in = models.CharField(max_length=20)
    before_since = models.DateField()
    before_until = models.DateField()
    before = models.DecimalField(max_digits=14, decimal_places=2)
    after_since = models.DateField()
    after_until = models.DateField()
    after = models.DecimalField(max_digits=14, decimal_places=2)
    document = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    stated_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()
    withdrawn = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    @property
    def change(self) -> Decimal:
        """In per cent; below zero it fell."""
        return change(self.before, self.after)
