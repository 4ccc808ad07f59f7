"""The register as the blueprint has it: regions, units, officers, seats; and accounts for a demonstration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.hashers import make_password
from django.db import models, transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import Refused
from huiyin.ledger.actions import record
from huiyin.organisations.actions.people import declare_relation, enter_account, grant, set_text_number
from huiyin.organisations.models import Account, Officer, Region, Seat, Unit
from huiyin.organisations.rules.routing import Standing, committee_for
from huiyin.policy.blueprint import Blueprint
from huiyin.policy.models import City

Row = TypeVar("Row", bound=models.Model)


@transaction.atomic
def load(
    blueprint: Blueprint, *, by: Actor, now: datetime, accounts: bool, password: str = ""
) -> dict[str, list[str]]:
    """Makes the register say what the blueprint says; returns the codes that changed, by list. Twice is once.

    The policy of the blueprint must be loaded before. What it dropped is deactivated. `accounts`: also the
    demonstration's people, who log in with `password`; never for real use.
    """
    City.objects.select_for_update().get(blueprint=blueprint.name)
    found: dict[str, list[str]] = {"regions": [], "units": [], "officers": [], "seats": []}
    regions = _load_regions(blueprint, found["regions"])
    units = _load_units(blueprint, regions, found["units"])
    officers = _load_officers(blueprint, units, found["officers"])
    _load_seats(blueprint, units, officers, found["seats"])
    changed = {name: codes for name, codes in found.items() if codes}
    if changed:
        data = {"digest": blueprint.digest, "changed": changed}
        record("register", blueprint.name, "loaded", by=by, now=now, data=data)
    for row in blueprint.relations:
        declare_relation(officers[row.officer], officers[row.other], row.kind, by=by, now=now)
    if accounts:
        _load_accounts(blueprint, units, officers, password, by=by, now=now)
    return changed


def _load_regions(blueprint: Blueprint, changed: list[str]) -> dict[str, Region]:
    stored = {row.code: row for row in Region.objects.select_related("parent")}
    for row in _parents_first(blueprint.regions):
        parent = stored[row.parent] if row.parent else None
        values = {"name": row.name, "name_en": row.name_en, "level": row.level, "parent": parent}
        stored[row.code] = _upsert(Region, row.code, stored.get(row.code), values, changed)
    return stored


def _load_units(blueprint: Blueprint, regions: dict[str, Region], changed: list[str]) -> dict[str, Unit]:
    stored = {row.code: row for row in Unit.objects.select_related("region", "parent", "committee")}
    procedures = {p.team: (p.text.strip(), p.text_en.strip()) for p in blueprint.procedures}
    for row in _parents_first(blueprint.units):
        parent = stored[row.parent] if row.parent else None
        values = {name: getattr(row, name) for name in ("name", "name_en", "short", "kind", "system")}
        known = stored.get(row.code)
        values["mail"] = (known and known.mail) or row.mail  # what an administrator entered stays
        values |= {"region": regions[row.region], "parent": parent, "active": True}
        values["level"] = row.level or regions[row.region].level
        values["procedure"], values["procedure_en"] = procedures.get(row.code, ("", ""))
        unit = _upsert(Unit, row.code, stored.get(row.code), values, changed)
        path = f"{parent.path if parent else '/'}{unit.pk}/"
        stored[row.code] = _upsert(Unit, row.code, unit, {"path": path}, changed)
    _supervise(blueprint, stored, changed)
    _retire(stored, {row.code for row in blueprint.units}, changed)
    return stored


def _supervise(blueprint: Blueprint, units: dict[str, Unit], changed: list[str]) -> None:
    """Writes down for each unit the committee that the routing rule names."""
    standings = {
        row.code: Standing(row.code, row.kind, units[row.code].level, row.region, row.parent)
        for row in blueprint.units
    }
    for code in standings:
        answer = committee_for(code, standings)
        committee = None if isinstance(answer, Refused) else units[answer]
        _upsert(Unit, code, units[code], {"committee": committee}, changed)


def _load_officers(blueprint: Blueprint, units: dict[str, Unit], changed: list[str]) -> dict[str, Officer]:
    stored = {row.code: row for row in Officer.objects.select_related("unit")}
    for row in blueprint.officers:
        values = {"name": row.name, "title": row.title, "badge": row.badge, "active": True}
        values["unit"] = units[row.unit]
        stored[row.code] = _upsert(Officer, row.code, stored.get(row.code), values, changed)
    _retire(stored, {row.code for row in blueprint.officers}, changed)
    return stored


def _load_seats(
    blueprint: Blueprint, units: dict[str, Unit], officers: dict[str, Officer], changed: list[str]
) -> None:
    stored = {(seat.group_id, seat.officer_id): seat for seat in Seat.objects.all()}
    for position, row in enumerate(blueprint.seats):
        group, officer = units[row.group], officers[row.officer]
        values = {"seat": row.seat, "position": position, "active": True}
        known = stored.pop((group.pk, officer.pk), None)
        if known is None:
            Seat.objects.create(group=group, officer=officer, **values)
            changed.append(row.officer)
        else:
            _write(known, row.officer, values, changed)
    for gone in stored.values():
        _write(gone, str(gone.pk), {"active": False}, changed)


def _load_accounts(
    blueprint: Blueprint,
    units: dict[str, Unit],
    officers: dict[str, Officer],
    password: str,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """One hash for all of them: these people are invented, and hashing each would take most of the set-up."""
    hashed = make_password(password or None)
    known = {row.username: row for row in Account.objects.all()}
    for row in blueprint.accounts:
        officer = officers.get(row.officer)
        account = known.get(row.username) or enter_account(
            row.username, row.name, hashed, officer=officer, demo=True, by=by, now=now
        )
        if row.text_number:
            set_text_number(account, row.text_number, now=now)
        for m in row.mandates:
            grant(account, m.role, units[m.unit], since=m.since or blueprint.city.start, by=by, now=now)


def _parents_first(rows: Iterable[Any]) -> Iterator[Any]:
    """The rows in their order, except that none comes before its parent."""
    waiting, done = list(rows), {""}
    while waiting:
        ready = [row for row in waiting if row.parent in done]
        yield from ready
        done |= {row.code for row in ready}
        waiting = [row for row in waiting if row.code not in done]


def _upsert(
    table: type[Row], code: str, known: Row | None, values: dict[str, Any], changed: list[str]
) -> Row:
    if known is None:
        changed.append(code)
        return table._default_manager.create(code=code, **values)
    return _write(known, code, values, changed)


def _write(row: Row, code: str, values: dict[str, Any], changed: list[str]) -> Row:
    """Writes what is new to the row; notes its code once."""
    new = [name for name, value in values.items() if getattr(row, name) != value]
    for name in new:
        setattr(row, name, values[name])
    if new:
        row.save(update_fields=new)
        if code not in changed:
            changed.append(code)
    return row


def _retire(stored: dict[str, Any], kept: set[str], changed: list[str]) -> None:
    for code, row in stored.items():
        if code not in kept:
            _write(row, code, {"active": False}, changed)
