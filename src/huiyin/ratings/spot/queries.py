"""Reads of ratings on the spot. Whatever is shown by place, unit or level is a sum of closed tallies (decision 21)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from huiyin.intake.models import Place
from huiyin.kernel.actor import Actor
from huiyin.organisations.models import Unit
from huiyin.ratings.spot.models import LEVEL_COLUMNS, Flood, SpotRating, Tally
from huiyin.ratings.spot.rules.counting import Counted

_FAULTS = """
SELECT place, fault.key, sum(fault.value::bigint)::bigint
FROM ({named}) AS tally(place, faults), jsonb_each_text(faults) AS fault GROUP BY 1, 2
"""

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
    sums = _summed(Tally.objects.filter(place__in=places, until__range=(first, last))) if places else {}
    rows = [Rated(place, sums.get(pk)) for pk, place in places.items()]
    return sorted(rows, key=_worst_first)


def _summed(tallies: QuerySet[Tally]) -> dict[int, Counted]:
    """What tallies come to by place. The database adds them up: a city has a thousand places, and a year many weeks."""
    faults: dict[int, dict[str, int]] = defaultdict(dict)
    named, params = tallies.values_list("place", "faults").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_FAULTS.format(named=named), params)
        for place, fault, n in cursor.fetchall():
            faults[place][fault] = n
    levels = {column: Sum(column) for column in LEVEL_COLUMNS.values()}
    return {
        place: Counted(dict(zip(LEVEL_COLUMNS, counts, strict=True)), faults[place])
        for place, *counts in tallies.values_list("place").annotate(**levels)
    }


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
    ever = Q(Exists(Tally.objects.filter(place=OuterRef("pk")))) | Q(
        Exists(Flood.objects.filter(place=OuterRef("pk")))
    )
    places = Place.objects.filter(ever, unit__in=units).exclude(officer__in=viewer.stays_out_for)
    return places.select_related("unit__parent", "officer")
