"""Who at a unit may open a letter, and to whom it may not go at all."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from huiyin.cases.models import Case
from huiyin.organisations.models import Account, Mandate, Officer, Unit
from huiyin.organisations.queries import ancestry, close_to
from huiyin.organisations.rules.routing import HOUSES

STAFF = ("handler", "approver")
COMMITTEE = ("leader", "supervisor", "reviewer")
"""Whose mandates make them readers: of a unit that is supervised, of a committee."""


def kept_out(accused: Collection[int]) -> frozenset[int]:
    """The officers for whom a letter about `accused` doesn't exist: themselves and those close to them."""
    return frozenset(accused).union(*map(close_to, accused))


def led_by(unit: Unit, officers: Collection[int], now: datetime) -> bool:
    """Whether one of `officers` leads the unit or what it belongs to: then nothing about them goes there.

    Who leads a house belongs to none of its sections; who leads a section is alone in approving for it.
    """
    if not officers:
        return False
    way = ancestry(unit)
    if Officer.objects.filter(pk__in=officers, unit__in=way, unit__kind__in=HOUSES).exists():
        return True
    held = Mandate.objects.in_force(now).filter(role="approver", unit__in=way, account__is_active=True)
    approving: dict[int, set[int | None]] = {}
    for place, officer in held.values_list("unit", "account__officer"):
        approving.setdefault(place, set()).add(officer)
    return any(people <= set(officers) for people in approving.values())


def readers(unit: Unit, case: Case | None, out: Collection[int], now: datetime) -> list[Account]:
    """Who may open a letter at `unit`, without the officers in `out`.

    About a case only those to whom that case was given by name, or, where it lies elsewhere, who leads the unit: that
    there is a report must not go round the house.
    """
    roles = COMMITTEE if unit.kind == "committee" else STAFF if case is None else ("approver",)
    held = Mandate.objects.in_force(now).filter(unit=unit, role__in=roles, unit__active=True)
    people = Account.objects.filter(is_active=True, pk__in=held.values("account"))
    if case is not None and case.unit_id == unit.pk and unit.kind != "committee":
        named = [*case.handlers, *([case.approver] if case.approver else [])]
        still = Mandate.objects.in_force(now).filter(unit=unit, role__in=STAFF, account__in=named)
        people = Account.objects.filter(is_active=True, pk__in=still.values("account"))
    return list(people.exclude(officer__in=out).order_by("pk"))
