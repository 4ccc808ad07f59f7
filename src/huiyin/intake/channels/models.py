"""Where a report came from, if not from our own pages."""

from django.db import models


class Origin(models.Model):
    """How a report reached the city before it reached us, and how its sender is to be answered there.

    `came_at` is the moment at the channel. `thread` is the keyed hash of the channel's own mark of it (a message's
    id, an order's number): it makes taking in idempotent, and holds nothing that leads to a person. An address, by
    e-mail or post, is in the vault; `reply` only says which way. `acknowledge`: the sender may be told that it came.
    """

    report = models.OneToOneField("intake.Report", on_delete=models.PROTECT, related_name="origin")
    channel = models.CharField(max_length=20)
    external_id = models.CharField(max_length=80, blank=True)
    thread = models.CharField(max_length=64)
    entered_by = models.ForeignKey(
        "organisations.Account", null=True, on_delete=models.PROTECT, related_name="+"
    )
    came_at = models.DateTimeField()
    reply = models.CharField(max_length=10)
    acknowledge = models.BooleanField(default=False)
    code_given_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "thread"], name="origin_once")]
