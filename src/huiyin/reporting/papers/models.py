"""Papers on the calendar, with the figures as they stood on their day; what was found, advised and tabled over them."""

from django.db import models

from huiyin.cases.models import Case
from huiyin.organisations.models import Account, Unit
from huiyin.supervision.letters.models import Letter


class PaperDraft(models.Model):
    """A periodic paper: a letter that the program drafted on its day (S0-23 … S0-28).

    `figures` are frozen: by figure `part` and `whole` with the ids of their cases; `tables` lists by name. `cases` are
    all the cases counted: for whom one of them doesn't exist, the paper doesn't either.
    """

    paper = models.CharField(max_length=40)
    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="paper_draft")
    first = models.DateField()
    last = models.DateField()
    figures = models.JSONField()
    tables = models.JSONField()
    cases = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "committee", "first"], name="paper_once_a_period")
        ]


class Tendency(models.Model):
    """A tendency or a common problem that an analysis found (苗头性、倾向性问题, S0-30)."""

    paper = models.ForeignKey(PaperDraft, on_delete=models.PROTECT, related_name="tendencies")
    text = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Advice(models.Model):
    """What a unit is advised to mend (整改意见), and what it made of it: `adopted` and the measure taken."""

    tendency = models.ForeignKey(Tendency, on_delete=models.PROTECT, related_name="advices")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    adopted = models.BooleanField(null=True)
    measure = models.TextField(blank=True)
    answered_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)


class Tabled(models.Model):
    """An item put before the meeting that sits over a paper (重点事项上会, S3-22, S3-25), and what was decided there.

    `case`: one that the paper counted, where the item is about one.
    """

    paper = models.ForeignKey(PaperDraft, on_delete=models.PROTECT, related_name="tabled")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decision = models.TextField(blank=True)
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
