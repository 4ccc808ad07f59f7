"""What verified cases mean for an officer or a unit: the use of results (S0-08)."""

from django.db import models

from huiyin.assessment.demerits.models import Consequence, Demerit
from huiyin.assessment.exemplars.models import Exemplar
from huiyin.assessment.scoring.models import Point, Score
from huiyin.cases.models import Case
from huiyin.organisations.models import Account, Officer, Unit

__all__ = ["Consequence", "Demerit", "Exemplar", "Point", "Score", "Use"]


class Use(models.Model):
    """A use made of a verified result: in an appraisal, a talk, a transfer, a training, an improvement of work."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="uses")
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="uses")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="uses")
    kind = models.CharField(max_length=20)
    note = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
