"""What was counted once, and what has changed since."""

from uuid import uuid4

from django.db import models

from huiyin.organisations.models import Unit


class KeptWeek(models.Model):
    """The figures of one committee's cases in a week that is over, as though nobody had to be left out.

    `counts`: by dimension ("": of all) and key, how many cases each measure counts. `definition` is a digest of how
    they were counted: a program that counts otherwise doesn't read them. Never changed: counted
    anew, it is another row.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    definition = models.CharField(max_length=64)
    counts = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "begins_at"], name="kept_week_once")]


class Touch(models.Model):
    """A kept week was changed: written by the database itself, in the transaction that changed a moment in it.

    Until it is counted anew, the week is read case by case. A row each, so that nobody waits for anybody.
    """

    week = models.ForeignKey(KeptWeek, on_delete=models.CASCADE, related_name="touches")
