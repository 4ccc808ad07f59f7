"""Places and their codes as administrators see them: where posters hang, and how often they were scanned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from huiyin.intake.models import Place, PlaceCode

WEEK = timedelta(days=6)


def hanging(units: Iterable[int], today: date) -> QuerySet[Place]:
    """The places of these units with `working` codes and the scans of today, of seven days and of all time."""
    codes = PlaceCode.objects.filter(active=True).order_by("pk")
    return (
        Place.objects.filter(unit__in=units, active=True)
        .select_related("unit")
        .prefetch_related(Prefetch("codes", codes, to_attr="working"))
        .annotate(
            scans_today=Coalesce(Sum("scans__count", filter=Q(scans__day=today)), 0),
            scans_week=Coalesce(Sum("scans__count", filter=Q(scans__day__range=(today - WEEK, today))), 0),
            scans_ever=Coalesce(Sum("scans__count"), 0),
        )
        .order_by("unit__path", "pk")
    )


def code_of(token: str, units: Iterable[int]) -> PlaceCode | None:
    """A working code at one of these units."""
    codes = PlaceCode.objects.select_related("place__unit").filter(active=True, place__unit__in=units)
    return codes.filter(token=token).first()


def codes_of(tokens: Iterable[str], units: Iterable[int]) -> list[PlaceCode]:
    """The working codes among `tokens` at these units, unit by unit."""
    codes = PlaceCode.objects.select_related("place__unit").filter(active=True, place__unit__in=units)
    return list(codes.filter(token__in=list(tokens)).order_by("place__unit__path", "place", "pk"))


def has_code(unit: int, name: str) -> bool:
    """Whether the place of that name has a working code already."""
    return PlaceCode.objects.filter(place__unit=unit, place__name=name, active=True).exists()
