"""Where a report came from, if not from our own pages."""

from django.db import models


class Origin(models.Model):
    """How a report reached the city before it reached us, and how its sender is to be answered there.

    `came_at` is the moment at the channel. `thread` is the keyed hash of the channel's own mark of it (a message's
    id, an order's number): it makes taking in idempotent, and holds nothing that leads to a person. An address, by
    e-mail or post, is in the vault; `reply` only says which way. `acknowledge`: the sender may be told that it came.
    `code_given_at`: when the query code was fetched.
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
    left_out = models.JSONField(default=list)  # why files that came along weren't taken: codes

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "thread"], name="origin_once")]


class Waiting(models.Model):
    """What came by a channel and can't become a report by itself: a person looks at it.

    `reason` is a code. `sealed` is what came, under a key of its own; empty where it isn't kept here (a machine's mail
    stays in the mailbox). Settled: taken in as `report`, or set aside with a note.
    """

    channel = models.CharField(max_length=20)
    thread = models.CharField(max_length=64)
    reason = models.CharField(max_length=30)
    size = models.PositiveBigIntegerField(default=0)
    wrapped_key = models.BinaryField(default=b"")
    sealed = models.BinaryField(default=b"")
    came_at = models.DateTimeField()
    parked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        "organisations.Account", null=True, on_delete=models.PROTECT, related_name="+"
    )
    report = models.ForeignKey("intake.Report", null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "thread"], name="waiting_once")]
        indexes = [
            models.Index(fields=["-parked_at"], name="waiting_open", condition=models.Q(settled_at=None))
        ]


class ReplyTask(models.Model):
    """An answer that the accepting body gives by telephone, letter or hand (S3-15), and how it was given, by whom."""

    report = models.OneToOneField("intake.Report", on_delete=models.PROTECT, related_name="reply_task")
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        "organisations.Account", null=True, on_delete=models.PROTECT, related_name="+"
    )
    how = models.CharField(max_length=12, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "asked_at"], name="reply_open", condition=models.Q(done_at=None))
        ]


class Appraisal(models.Model):
    """A number from 5 to 1 that somebody sent as a text message (110短信评警), with the words beside it.

    `report` where the words of a low one became a report. Of who sent it only a keyed hash is kept.
    """

    channel = models.CharField(max_length=20)
    thread = models.CharField(max_length=64)
    level = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300, blank=True)
    phone_hash = models.CharField(max_length=64)
    came_at = models.DateTimeField()
    report = models.ForeignKey("intake.Report", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "thread"], name="appraisal_once")]
        indexes = [models.Index(fields=["channel", "-came_at"], name="appraisal_recent")]


class HotlineOrder(models.Model):
    """A matter that the hotline gave us ("in") or we gave the hotline ("out"), under the number that they call it by.

    `external_id` of one that goes out is "" until they have taken it. `digest` tells a repetition from a change.
    `answer` is theirs, of one that went out.
    """

    direction = models.CharField(max_length=3)
    external_id = models.CharField(max_length=48, blank=True)
    report = models.OneToOneField("intake.Report", on_delete=models.PROTECT, related_name="hotline_order")
    digest = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=12, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["direction", "external_id"], name="order_once", condition=~models.Q(external_id="")
            )
        ]
        indexes = [models.Index(fields=["made_at"], name="order_made")]


class Parcel(models.Model):
    """Something that is to be handed to the hotline: an "order" of ours or the "answer" to one of theirs. Retried."""

    order = models.ForeignKey(HotlineOrder, on_delete=models.PROTECT, related_name="parcels")
    kind = models.CharField(max_length=8)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "kind"], name="parcel_once")]
        indexes = [models.Index(fields=["due_at"], name="parcel_due", condition=models.Q(sent_at=None))]


class SeenNonce(models.Model):
    """A nonce that was used, so that nobody sends a listened-to request again. Forgotten once its time is stale."""

    nonce = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(db_index=True)


class Reconciliation(models.Model):
    """Both sides' lists of one day, compared: what differed. `failed`: why they couldn't be compared."""

    day = models.DateField(unique=True)
    ran_at = models.DateTimeField()
    ours = models.PositiveIntegerField(default=0)
    theirs = models.PositiveIntegerField(default=0)
    differences = models.JSONField(default=list)
    failed = models.CharField(max_length=40, blank=True)
