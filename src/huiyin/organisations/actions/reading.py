"""Who works here says that they know the rules."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.organisations.models import Account, RulesRead
from huiyin.policy.models import RegulationText


@transaction.atomic
def acknowledge_rules(version: int, *, by: Actor, now: datetime) -> RulesRead:
    """Somebody with a mandate has read this version (S3-10). Again is once.

    Raises NotAllowed(`unknown`) for what isn't a version of binding rules, and for whoever holds no mandate.
    """
    text = RegulationText.objects.filter(pk=version, binding=True, active=True).first()
    account = Account.objects.filter(pk=by.account_id or 0).first() if by.mandates else None
    if text is None or account is None:
        raise NotAllowed(Refused("unknown"))
    row, made = RulesRead.objects.get_or_create(account=account, version=text, defaults={"at": now})
    if made:
        facts = {"code": text.code, "since": text.since.isoformat()}
        record("regulation", text.pk, "acknowledge", by=by, now=now, data=facts)
    return row
