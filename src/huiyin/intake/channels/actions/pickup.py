"""The query code of what came by mail or text message: fetched once, by a link that only its sender was sent.

Mail and text messages are open post, so the code itself never travels in one (decision 9). The link is derived when it
is sent and stored nowhere; whoever finds it used knows that somebody else was there before.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare

from huiyin.intake.channels.actions.taking import key_of
from huiyin.intake.channels.models import Origin
from huiyin.kernel.actor import PUBLIC
from huiyin.kernel.ids import keyed_hash
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record

FETCHABLE = timedelta(days=120)


def token_for(number: str) -> str:
    return keyed_hash(settings.MASTER_KEY, "pickup", number)[:24]


def path_for(number: str) -> str:
    """The path on our site at which the code of report `number` can be fetched."""
    return f"code/{number}/{token_for(number)}"


def fetchable(number: str, token: str, *, now: datetime) -> Origin | None:
    """Where the code can be fetched from, or was; None for a wrong link and one that has run out."""
    if not constant_time_compare(token, token_for(number)):
        return None
    found = Origin.objects.select_related("report").filter(report__number=number, entered_by=None).first()
    return found if found and now - found.report.received_at < FETCHABLE else None


@transaction.atomic
def fetch(origin: int, *, now: datetime) -> str:
    """Gives the code away: the key from which it is derived. Raises NotAllowed(`fetched_already`) the second time."""
    row = Origin.objects.select_for_update(of=("self",)).select_related("report").get(pk=origin)
    if row.code_given_at is not None:
        raise NotAllowed(Refused("fetched_already"))
    row.code_given_at = now
    row.save(update_fields=["code_given_at"])
    record("origin", row.pk, "fetch", by=PUBLIC, now=now, data={"report": row.report_id})
    return key_of(row.channel, row.thread)
