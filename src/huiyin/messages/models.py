"""What was sent to whom, outside and inside. Never a telephone number, never what a case is about."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Delivery(models.Model):
    """One message to one recipient over one channel.

    The recipient is ("report", number) or ("account", id): whoever sends resolves it to an address and
    forgets that again. `key` names the event that called for it. `unit` is the committee in whose name it
    goes out. `due_at` is when it may next be tried; `claimed_until` ends a worker's lease. `last_error` is a
    code, not a provider's words.
    """

    key = models.CharField(max_length=80)
    template = models.CharField(max_length=40)
    channel = models.CharField(max_length=20)
    recipient_kind = models.CharField(max_length=10)
    recipient_id = models.CharField(max_length=40)
    unit = models.BigIntegerField(null=True)
    language = models.CharField(max_length=10)
    params = models.JSONField()
    state = models.CharField(max_length=12)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    provider_ref = models.CharField(max_length=80, unique=True)
    last_error = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "template", "channel", "recipient_kind", "recipient_id"], name="delivery_once"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=["queued", "failed"]), name="delivery_due"),
            models.Index(fields=["unit", "-made_at"], condition=Q(state="undelivered"), name="delivery_lost"),
            models.Index(fields=["recipient_kind", "recipient_id"], name="delivery_recipient"),
        ]


class Notice(models.Model):
    """A line in an account's inbox. `case` is the number of the case it leads to, or ""."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80, blank=True)
    template = models.CharField(max_length=40)
    params = models.JSONField()
    case = models.CharField(max_length=24, blank=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "key", "template"], condition=~Q(key=""), name="notice_once"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-made_at"], name="notice_inbox"),
            models.Index(fields=["account"], condition=Q(read_at=None), name="notice_unread"),
        ]
