"""Long lists to choose from, house by house."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from huiyin.doors.shared.templatetags.units import named
from huiyin.organisations.models import Officer, Unit

Groups = list[tuple[str, Any]]


def unit_choices(units: Iterable[Unit]) -> Groups:
    """Units under the house they belong to."""
    known = list(units)
    houses = {unit.pk: named(unit) for unit in known}
    groups: dict[int, list[tuple[int, str]]] = {}
    for unit in known:
        house = int(unit.path.strip("/").split("/")[0])
        groups.setdefault(house, []).append((unit.pk, named(unit)))
    found = [(houses.get(house, rows[0][1]), rows) for house, rows in groups.items()]
    return [("", _("Choose …")), *found]


def officer_choices(officers: Iterable[Officer], empty: str) -> Groups:
    """Officers under their units; `empty` is what choosing nobody means."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for officer in officers:
        title = f" · {officer.title}" if officer.title else ""
        groups.setdefault(named(officer.unit), []).append((officer.pk, f"{officer.name}{title}"))
    return [("", empty), *groups.items()]
