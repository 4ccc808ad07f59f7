"""The working calendar, as its administrator changes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import token
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.policy.models import CalendarDay, City

EDITORS = frozenset({"administrator"})
"""Who may change the calendar."""


@transaction.atomic
def change_day(day: date, working: bool, note: str, *, by: Actor, now: datetime) -> CalendarDay:
    """Says that offices work on `day`, or don't, whatever the official calendar says; `note` tells why.

    Whether days already promised stay is the city's policy (`calendar_changes`).
    Raises NotAllowed for a role that may not (`wrong_role`).
    """
    if not by.roles & EDITORS:
        raise NotAllowed(Refused("wrong_role", {"verb": "change_day"}))
    City.objects.update(edition=token())
    said = {"working": working, "note": note.strip(), "changed_by": by.account, "changed_at": now}
    row, _ = CalendarDay.objects.update_or_create(date=day, defaults=said)
    record("day", day.isoformat(), "changed", by=by, now=now, data={"working": working, "note": note.strip()})
    return row


@transaction.atomic
def change_days(
    days: Sequence[tuple[date, bool]], note: str, *, whole_year: int | None = None, by: Actor, now: datetime
) -> None:
    """Enters several days of one notice; with `whole_year` it is that year's whole table, known from now on."""
    for day, working in days:
        change_day(day, working, note, by=by, now=now)
    city = City.objects.select_for_update().get()
    if whole_year is not None and whole_year not in city.known_years:
        city.known_years = sorted([*city.known_years, whole_year])
        city.edition = token()
        city.save(update_fields=["known_years", "edition"])
        record("year", str(whole_year), "known", by=by, now=now, data={"note": note.strip()})
