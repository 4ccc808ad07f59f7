"""Who knows the rules by which all work (S3-10), and who has not said so yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.kernel.actor import Actor
from huiyin.organisations.charge import kept_by
from huiyin.organisations.models import Account, Mandate, RulesRead, Unit
from huiyin.policy.models import RegulationText

ABOVE, OWN = ("leader", "supervisor", "administrator"), ("approver", "chief")
"""Who sees whether people read the rules: of every house in their charge, or of their own."""
WATCHERS = (*ABOVE, *OWN)


@dataclass(frozen=True)
class Reader:
    """Somebody who works here, for which units, and when they acknowledged; None: not yet."""

    name: str
    units: tuple[Unit, ...]
    at: datetime | None


def unread(viewer: Actor, on: date) -> list[RegulationText]:
    """The binding texts in force on a day whose version the viewer hasn't acknowledged: at most one of each code."""
    if not viewer.mandates:
        return []
    mine = RulesRead.objects.filter(version=OuterRef("pk"), account=viewer.account_id)
    rows = RegulationText.objects.filter(binding=True, active=True, since__lte=on)
    held = {row.code: row for row in rows.annotate(known=Exists(mine)).order_by("since")}
    return [row for row in held.values() if not row.known]


def acknowledged_at(viewer: Actor, version: RegulationText) -> datetime | None:
    """When the viewer said that they had read this version."""
    mine = RulesRead.objects.filter(version=version, account=viewer.account_id)
    return mine.values_list("at", flat=True).first()


def readers(viewer: Actor, version: RegulationText, on: date) -> list[Reader]:
    """Everybody below the viewer who holds a mandate on a day, those who haven't acknowledged first."""
    held = Mandate.objects.in_force_on(on).filter(unit__in=_in_charge(viewer), account__is_active=True)
    units: dict[int, dict[int, Unit]] = {}
    for row in held.select_related("unit").order_by("unit__path", "pk"):
        units.setdefault(row.account_id, {})[row.unit_id] = row.unit
    known = dict(RulesRead.objects.filter(version=version).values_list("account", "at"))
    names = dict(Account.objects.filter(pk__in=units).values_list("pk", "name"))
    found = [Reader(names[pk], tuple(of.values()), known.get(pk)) for pk, of in units.items()]
    return sorted(found, key=lambda one: one.at is not None)


def _in_charge(viewer: Actor) -> QuerySet[Unit]:
    below = Q(pk__in=[])
    for role in ABOVE:
        below |= Q(pk__in=kept_by(viewer, role).values("pk"))
    for path in Unit.objects.filter(pk__in=viewer.units_as(*OWN)).values_list("path", flat=True):
        below |= Q(path__startswith=path)
    return Unit.objects.filter(below, active=True)
