"""In which roles somebody meets an officer's points, and to whom they exist at all."""

from __future__ import annotations

from django.db.models import Q

from huiyin.assessment.demerits.models import Consequence, Demerit
from huiyin.kernel.actor import Actor

WATCHING = ("leader", "supervisor")
LEADING = ("approver", "chief")


def there(viewer: Actor) -> Q:
    """Of points and consequences: the viewer's own, and those that they watch or lead.

    Whoever is close to an officer, or of the same house, doesn't watch over them from above.
    """
    over = Q(committee__in=viewer.units_as(*WATCHING)) & ~Q(officer__in=viewer.stays_out_for)
    if viewer.home is not None:
        over &= ~Q(unit__path__startswith=f"/{viewer.home}/")
    led = Q(pk__in=[])
    for unit in viewer.units_as(*LEADING):
        led |= Q(unit__path__contains=f"/{unit}/")
    led &= ~Q(officer__in=viewer.stays_out_for)
    return over | led | (Q(officer=viewer.officer) if viewer.officer else Q(pk__in=[]))


def roles_in(row: Demerit | Consequence, by: Actor) -> frozenset[str]:
    """`blamed`: the officer, or who leads their unit; `judge`: who leads the committee; `chief`: who carries out."""
    roles, own = set[str](), row.officer_id == by.officer
    leads = row.officer_id not in by.stays_out_for and any(
        f"/{unit}/" in row.unit.path for unit in by.units_as(*LEADING)
    )
    if own or leads:
        roles.add("blamed")
    house = by.home is not None and f"/{by.home}/" in row.unit.path
    if not house and row.officer_id not in by.stays_out_for and row.committee_id in by.units_as(*WATCHING):
        roles |= {"judge", "chief"} if row.committee_id in by.units_as("leader") else {"chief"}
    if leads:
        roles.add("chief")
    return frozenset(roles)
