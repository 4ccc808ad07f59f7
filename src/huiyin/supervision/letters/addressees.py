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


def meant(unit: Unit, case: Case | None) -> tuple[tuple[str, ...], bool]:
    """In which roles at the unit somebody reads a letter, and whether only who is named in the case's assignment.

    About a case only those to whom that case was given by name, or, where it lies elsewhere, who leads the unit: that
    there is a report must not go round the house.
    """
    if unit.kind == "committee":
        return COMMITTEE, False
    if case is not None and case.unit_id == unit.pk:
        return STAFF, True
    return ("approver",) if case else STAFF, False


def readers(unit: Unit, case: Case | None, out: Collection[int], now: datetime) -> list[Account]:
    """Who may open a letter at `unit` (see `meant`), without the officers in `out`."""
    roles, named = meant(unit, case)
    held = Mandate.objects.in_force(now).filter(unit=unit, role__in=roles, unit__active=True)
    people = Account.objects.filter(is_active=True, pk__in=held.values("account"))
    if named and case is not None:
        people = people.filter(pk__in=[*case.handlers, case.approver or 0])
    return list(people.exclude(officer__in=out).order_by("pk"))


def reachable(unit: Unit, officers: Collection[int], now: datetime) -> bool:
    """Whether somebody of the unit reads a letter that speaks of `officers`, and none of them leads it."""
    return not led_by(unit, officers, now) and bool(readers(unit, None, officers, now))
