"""Searches that people keep for themselves. No facts about a case, so no events: nobody else ever sees them."""

from __future__ import annotations

from django.db import transaction

from huiyin.cases.models import SavedView
from huiyin.cases.rules.lifecycle import person
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.kernel.text import clean
from huiyin.organisations.models import Account

MOST = 20
"""Views that one account keeps: more is a list that nobody reads."""
NAME_LIMIT, QUERY_LIMIT = 30, 500


@transaction.atomic
def save_view(name: str, query: str, *, by: Actor) -> SavedView:
    """Keeps `query` under `name`; the same name again keeps the new query."""
    label = clean(" ".join(name.split()), NAME_LIMIT)
    if isinstance(label, Refused):
        raise NotAllowed(label)
    if not label:
        raise NotAllowed(Refused("missing"))
    if len(query) > QUERY_LIMIT:
        raise NotAllowed(Refused("too_long", {"length": len(query), "limit": QUERY_LIMIT}))
    account = Account.objects.select_for_update(of=("self",)).get(pk=person(by))
    kept = SavedView.objects.filter(account=account)
    if kept.count() >= MOST and not kept.filter(name=label).exists():
        raise NotAllowed(Refused("too_many_views", {"most": MOST}))
    view, _new = SavedView.objects.update_or_create(account=account, name=label, defaults={"query": query})
    return view


def delete_view(view: SavedView, *, by: Actor) -> None:
    SavedView.objects.filter(pk=view.pk, account=person(by)).delete()
