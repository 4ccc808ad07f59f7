"""The places that a blueprint names get their codes: after a fresh load, by the administrator or a set-up."""

from __future__ import annotations

from datetime import datetime

from huiyin.intake.actions import make_code
from huiyin.intake.models import PlaceCode
from huiyin.intake.places import has_code
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.organisations.charge import kept_by
from huiyin.organisations.models import Unit
from huiyin.policy.blueprint import Blueprint


def codes_for_blueprint(blueprint: Blueprint, by: Actor, now: datetime) -> list[PlaceCode]:
    """Makes a code for each place of the blueprint that has no working one; gives those made. Twice is once.

    Only where `by` keeps the unit. The register must be loaded before. Posters carry English too, where the place
    has an English name.
    """
    named = Unit.objects.all() if by == SYSTEM else kept_by(by, "administrator")
    units = {unit.code: unit for unit in named.filter(code__in={p.unit for p in blueprint.places})}
    return [
        make_code(
            units[place.unit],
            place.name,
            by=by,
            now=now,
            name_en=place.name_en,
            bilingual=bool(place.name_en),
            officer=place.officer,
        )
        for place in blueprint.places
        if place.unit in units and not has_code(units[place.unit].pk, place.name)
    ]
