"""The file of a case: where it stands, and what was done about it, each with who and when."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import MD5, Coalesce, Collate, Reverse

from huiyin.cases.rules.lifecycle import LIFECYCLE, OPEN, Snapshot
from huiyin.cases.times.models import MovedDay, Objection, Recounting, TimeRequest
from huiyin.intake.models import Report
from huiyin.organisations.models import Account, Officer, Unit

__all__ = ["MovedDay", "Objection", "Recounting", "TimeRequest"]

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""Stands for "due at no time" where cases are ordered by their deadline."""


class Case(models.Model):
    """One file. The columns of `Snapshot` say where it stands and equal what its ledger events add up to.

    `reported`, `organ`, `system`, `level`, `problem_type`, `matter`, `identity_mode`, `channel` and `received_at`
    repeat the report's facts, which never change, so that lists and measures need no join.
    """

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="case")
    number = models.CharField(max_length=24, unique=True)
    title = models.CharField(max_length=60)
    reported = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    system = models.CharField(max_length=20)
    level = models.CharField(max_length=10)
    problem_type = models.CharField(max_length=20)
    matter = models.CharField(max_length=12, default="complaint")
    identity_mode = models.CharField(max_length=12)
    channel = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    opened_at = models.DateTimeField()

    state = models.CharField(max_length=12, default=LIFECYCLE.first)
    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    acceptor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    arbiter = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    handlers = models.JSONField(default=list)
    approver = models.BigIntegerField(null=True)
    levels = models.JSONField(default=list)
    signers = models.JSONField(default=list)
    recused = models.JSONField(default=list)
    main = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="joined")
    accused = models.JSONField(default=list)
    due_kind = models.CharField(max_length=20, blank=True)
    due_at = models.DateTimeField(null=True)
    promised_at = models.DateTimeField()
    overdue = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    held_back = models.BooleanField(default=False, db_default=False)
    version = models.PositiveIntegerField(default=0)

    summary = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["committee", "state", "due_at"], name="case_committee"),
            models.Index(fields=["unit", "state", "due_at"], name="case_unit"),
            models.Index(fields=["team", "state"], name="case_team"),
            models.Index(fields=["received_at"], name="case_received"),
            models.Index(fields=["answered_at"], name="case_answered"),
            models.Index(fields=["promised_at"], name="case_promised"),
            models.Index(
                fields=["promised_at"], name="case_unanswered", condition=models.Q(answered_at=None)
            ),
            models.Index(
                fields=["due_at"], name="case_due", condition=models.Q(due_at__isnull=False, overdue=False)
            ),
            models.Index(fields=["committee", "received_at", "report"], name="case_newest"),
            models.Index(Coalesce("due_at", models.Value(NEVER)), "report", name="case_next"),
            models.Index(Collate(Reverse("number"), "C"), name="case_ending"),
            models.Index(
                fields=["committee", "received_at", "report"],
                name="case_open",
                condition=models.Q(state__in=OPEN.split()),
            ),
            GinIndex(fields=["handlers"], name="case_handlers", opclasses=["jsonb_path_ops"]),
            GinIndex(fields=["signers"], name="case_signers", opclasses=["jsonb_path_ops"]),
            *(
                GinIndex(
                    fields=[people],
                    name=f"case_{people}",
                    opclasses=["jsonb_path_ops"],
                    condition=~models.Q(**{people: []}),
                )
                for people in ("accused", "recused")
            ),
            models.Index(
                fields=["approver"], name="case_approver", condition=models.Q(approver__isnull=False)
            ),
        ]

    def snapshot(self) -> Snapshot:
        """Where the case stands, as the rules see it."""
        return Snapshot(
            state=self.state,
            committee=self.committee_id,
            acceptor=self.acceptor_id,
            organ=self.organ_id,
            team=self.team_id,
            unit=self.unit_id,
            arbiter=self.arbiter_id,
            handlers=tuple(self.handlers),
            approver=self.approver,
            levels=tuple(self.levels),
            signers=tuple(self.signers),
            recused=tuple(self.recused),
            main=self.main_id,
            accused=tuple(self.accused),
            due_kind=self.due_kind,
            due_at=self.due_at,
            promised_at=self.promised_at,
            overdue=self.overdue,
            answered_at=self.answered_at,
            closed_at=self.closed_at,
            held_back=self.held_back,
            version=self.version,
        )


class Deadline(models.Model):
    """One promise of time made in a case. `how` is the computed `kernel.deadlines.Deadline`; no `ended_at`: running.

    Of kind "whole" is the promise to the reporter. At `warn_at` those who must act are warned, once (`warned_at`).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deadlines")
    kind = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    how = models.JSONField()
    ended_at = models.DateTimeField(null=True)
    missed = models.BooleanField(default=False)
    warn_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["warn_at"],
                name="deadline_to_warn",
                condition=models.Q(ended_at=None, warned_at=None, warn_at__isnull=False),
            ),
            models.Index(
                fields=["due_at"],
                name="deadline_promised",
                condition=models.Q(ended_at=None, missed=False, kind="whole"),
            ),
        ]


class Referral(models.Model):
    """A case in the queue of a work team (S0-05, S0-22): why, and which procedure it was led into."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    team = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    reason = models.TextField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    returned_because = models.TextField(blank=True)


class Assignment(models.Model):
    """A case given to a unit: to whom by name, what they may read (`summary`, redacted), and when it ended.

    `by` is null where the program gave it. `moved_because`: why it was given to another unit before it was taken up.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    handlers = models.ManyToManyField(Account, related_name="assignments")
    approver = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    summary = models.TextField()
    demand = models.TextField(blank=True)
    weight = models.CharField(max_length=10, blank=True)  # major, complex: signed by more than one (S3-18)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    sent_back_because = models.TextField(blank=True)
    moved_because = models.TextField(blank=True)


class Allegation(models.Model):
    """One thing that is alleged, in redacted words; each gets a finding of its own."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="allegations")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()


class Verification(models.Model):
    """A report of what was found out (S0-21). A draft until `submitted_at`; one per round of work."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="verifications")
    round = models.PositiveSmallIntegerField()
    verifiers = models.CharField(max_length=200)
    no_interest = models.BooleanField(default=False)
    method = models.TextField()
    matter = models.TextField(help_text="what is done about the matter")
    proposal = models.TextField(help_text="what the reporter should be told")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="verification_per_round")]


class Finding(models.Model):
    """What was found about one allegation: substantiated, partly, not, undetermined."""

    verification = models.ForeignKey(Verification, on_delete=models.PROTECT, related_name="findings")
    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="findings")
    conclusion = models.CharField(max_length=20)
    facts = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["verification", "allegation"], name="finding_once")]


class Evidence(models.Model):
    """A piece of evidence of the unit: described, with a file or without."""

    verification = models.ForeignKey(Verification, on_delete=models.PROTECT, related_name="evidence")
    description = models.CharField(max_length=200)
    attachment = models.ForeignKey("intake.Attachment", null=True, on_delete=models.PROTECT, related_name="+")


class Outcome(models.Model):
    """What was done about one person (S0-18): a code of the blueprint's outcomes; `officer` null: not identified."""

    verification = models.ForeignKey(Verification, on_delete=models.PROTECT, related_name="outcomes")
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=30)
    note = models.TextField(blank=True)


class Decision(models.Model):
    """An approver's yes, or return for rework with reasons; `level` counts from 0, the unit's own leader."""

    level = models.PositiveSmallIntegerField(default=0)
    verification = models.ForeignKey(Verification, on_delete=models.PROTECT, related_name="decisions")
    approved = models.BooleanField()
    reasons = models.TextField(blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Talk(models.Model):
    """A call, a meeting or an explanation, or that it couldn't be held and why (S3-14); `paper`: what was signed there.

    What was said may tell who reported: only those read it who read the report as it was sent, and whoever wrote it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="talks")
    kind = models.CharField(max_length=12)  # call, meeting, explanation
    held = models.BooleanField()
    held_at = models.DateTimeField()
    text = models.TextField()
    paper = models.ForeignKey("intake.Attachment", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "kind"], name="talk_of_case")]


class TalkPaper(models.Model):
    """A paper that was brought for a talk afterwards, by whom and when. Never changed, never taken away."""

    talk = models.ForeignKey(Talk, on_delete=models.PROTECT, related_name="papers")
    file = models.OneToOneField("intake.Attachment", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Recusal(models.Model):
    """Somebody withdraws from a case, or is told to: why, who decided, who goes on (`granted` null: not decided)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recusals")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    reason = models.TextField()
    at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    note = models.TextField(blank=True)
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    successor = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "account"], name="recusal_open_once", condition=models.Q(decided_at=None)
            )
        ]


class Reply(models.Model):
    """The answer the reporter reads with number and query code. `kind`: result, procedure, declined."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="reply")
    kind = models.CharField(max_length=12)
    text = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(MD5("text"), name="reply_words")]


class Blocked(models.Model):
    """An assignment that a conflict of interest prevented: who would have handled it, and why not."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="blocked")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=20)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class SavedView(models.Model):
    """A search that somebody named to come back to it: the address of a list behind the question mark. Theirs alone."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="views")
    name = models.CharField(max_length=30)
    query = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="view_named_once")]
