"""What was published to everybody, once and for all."""

from django.db import models


class PublicFigures(models.Model):
    """The figures of some cycles, as they were published. Never changed: a later one can't be compared with it."""

    first = models.DateField(unique=True)
    last = models.DateField()
    received = models.PositiveIntegerField()
    tables = models.JSONField()
    at = models.DateTimeField()
