"""Reads of ratings on the spot. Whatever is shown by place, unit or level is a sum of closed tallies (decision 21)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet, Sum

from huiyin.intake.models import Place
from huiyin.kernel.actor import Actor
from huiyin.organisations.models import Unit
from huiyin.ratings.spot.models import LEVEL_COLUMNS, Flood, SpotRating, Tally
from huiyin.ratings.spot.rules.counting import Counted

READERS = ("leader", "reviewer", "supervisor")


@dataclass(frozen=True)
class Taken:
    """All ratings ever taken, each in one part. Bare numbers of the whole city: nothing by place or level."""

    shown: int
    gathering: int
    apart: int
    running: int

    @property
    def total(self) -> int:
        return self.shown + self.gathering + self.apart + self.running


def taken() -> Taken:
    """How many ratings the city has: shown in tallies, in tallies too small yet, set apart, and of the running day."""
    return Taken(
        shown=_sum(Tally.objects.filter(until__isnull=False)),
        gathering=_sum(Tally.objects.filter(until=None)),
        apart=_sum(Flood.objects.all()),
        running=SpotRating.objects.count(),
    )


def _sum(rows: QuerySet[Tally] | QuerySet[Flood]) -> int:
    total = sum((F(column) for column in LEVEL_COLUMNS.values()), start=F("very_satisfied") * 0)
    return int(rows.aggregate(n=Sum(total))["n"] or 0)


@dataclass(frozen=True)
class Rated:
    """A place with the sum of its tallies that closed in a period; None: too few yet to say anything."""

    place: Place
    counted: Counted | None


def rated(viewer: Actor, first: date, last: date) -> list[Rated]:
    """The places that the viewer oversees and that were ever rated, the worst share of bad ratings first.

    Of their own house, of themselves and of those close to them nobody reads here.
    """
    places = {place.pk: place for place in _overseen(viewer)}
    sums: dict[int, Counted] = {}
    for tally in Tally.objects.filter(place__in=places, until__range=(first, last)):
        sums[tally.place_id] = sums.get(tally.place_id, Counted()) + tally.counted()
    rows = [Rated(place, sums.get(pk)) for pk, place in places.items()]
    return sorted(rows, key=_worst_first)


def _worst_first(row: Rated) -> tuple[bool, float, str]:
    sums = row.counted
    return sums is None, -(sums.bad / sums.total) if sums else 0.0, row.place.name


def together(rows: Iterable[Rated]) -> Counted:
    """The sum of some places; of those with too few, nothing."""
    sums = Counted()
    for row in rows:
        sums += row.counted or Counted()
    return sums


def floods(viewer: Actor, first: date, last: date) -> list[Flood]:
    """What was set apart at the places that the viewer oversees, the latest first."""
    rows = Flood.objects.filter(place__in=_overseen(viewer), day__range=(first, last))
    return list(rows.select_related("place__unit__parent").order_by("-day", "-hour", "pk"))


def _overseen(viewer: Actor) -> QuerySet[Place]:
    committees = viewer.units_as(*READERS)
    units = Unit.objects.filter(Q(committee__in=committees) | Q(pk__in=committees))
    if viewer.home is not None:
        units = units.exclude(path__startswith=f"/{viewer.home}/")
    ever = Q(tallies__isnull=False) | Q(floods__isnull=False)
    places = Place.objects.filter(ever, unit__in=units).exclude(officer__in=viewer.stays_out_for)
    return places.select_related("unit__parent", "officer").distinct()
