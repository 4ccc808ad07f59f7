"""In whose charge a unit lies: what an administrator of a committee may change.

A committee's administrators keep its own house, what it reviews, and the committees below with what these review.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from huiyin.kernel.actor import Actor
from huiyin.organisations.models import Officer, Unit
from huiyin.organisations.queries import organ_of


def over(below: Unit) -> frozenset[int]:
    """The committees (ids) in whose scope a unit lies: its own house, who reviews it, and who stands over these."""
    reviewer = below.committee_id
    above = Unit.objects.filter(pk=reviewer).values_list("committee", flat=True).first() if reviewer else None
    return frozenset(pk for pk in (organ_of(below), reviewer, above) if pk)


def lies_with(viewer: Actor, role: str, unit: Unit) -> bool:
    """Whether a unit is in the charge of somebody who holds `role`."""
    return not over(unit).isdisjoint(viewer.units_as(role))


def kept_by(viewer: Actor, role: str) -> QuerySet[Unit]:
    """The units in the scope of the committees for which somebody holds `role`: where `over` names one of these."""
    mine = viewer.units_as(role)
    below = Q(committee__in=mine) | Q(committee__committee__in=mine)
    for pk in mine:
        below |= Q(path__startswith=f"/{pk}/")
    return Unit.objects.filter(below, active=True).order_by("pk")


def units_for_roles(viewer: Actor, kinds: Iterable[str]) -> list[Unit]:
    """The units for which a security administrator gives roles."""
    return list(kept_by(viewer, "security").filter(kind__in=set(kinds)).order_by("path"))


def officers_without_account(viewer: Actor) -> QuerySet[Officer]:
    """The officers of an administrator's scope who have no account yet."""
    free = Officer.objects.filter(account=None, active=True, unit__in=kept_by(viewer, "administrator"))
    return free.select_related("unit").order_by("unit__path", "code")
