"""Who is away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import F

from huiyin.kernel.actor import Actor
from huiyin.ledger.prepared import Fixed, Given, Many
from huiyin.organisations.models import Leave


def away(accounts: Collection[int], on: date) -> set[int]:
    """Those of these accounts that are away on a day."""
    return set(_AWAY.all(accounts=list(accounts), on=on)) if accounts else set()


_AWAY = Fixed(
    lambda: Leave.objects.filter(account__in=Many("accounts"), since__lte=Given("on"), until__gt=Given("on"))
    .values_list("account", flat=True)
)  # fmt: skip


def all_away(on: date) -> set[int]:
    """Every account that is away on a day."""
    return set(Leave.objects.filter(since__lte=on, until__gt=on).values_list("account", flat=True))


def leaves_of(viewer: Actor, on: date) -> list[Leave]:
    """When the viewer is away, on that day or later."""
    rows = Leave.objects.filter(account=viewer.account_id, until__gt=on)
    return list(rows.exclude(since=F("until")).order_by("since"))
