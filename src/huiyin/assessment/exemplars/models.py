"""Examples to follow and to avoid (正反典型)."""

from django.db import models

from huiyin.cases.models import Case
from huiyin.organisations.models import Account, Unit


class Exemplar(models.Model):
    """One example, told so that nobody is found in it. `told_as` is the unit that it names, None where it names none.

    `case` is the closed file that it was drawn from, `source` what else it rests on; neither is ever shown to others
    than the committee. The unit that it is about (`unit`) is kept for the committee, too.
    """

    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="exemplars")
    told_as = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="exemplars")
    source = models.CharField(max_length=200, blank=True)
    good = models.BooleanField()
    topic = models.CharField(max_length=12)
    title = models.CharField(max_length=60)
    text = models.TextField()
    lesson = models.TextField(blank=True)
    state = models.CharField(max_length=12)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reasons = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "good", "-decided_at"], name="exemplar_on_show")]
