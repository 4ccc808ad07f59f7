"""A rating is taken, explained or taken back, on its day.

It is no event of the ledger: a chain of events would keep the order in which people came. The day's closing is one.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, datetime

from django.conf import settings

from huiyin.intake.queries import place_of
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.ids import keyed_hash
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.prepared import prepared
from huiyin.policy.queries import policy
from huiyin.ratings.rules.levels import LEVELS

_MARK = "encode(sha256(k.salt || convert_to(%s, 'UTF8')), 'hex')"
"""Made in the database: the day's salt never leaves it, and no process remembers it."""

_RATE = f"""
INSERT INTO ratings_spotrating (mark, place_id, day, hour, level, faults)
SELECT {_MARK}, p.id, k.day, %s, %s, '' FROM ratings_daykey k, intake_placecode c
JOIN intake_place p ON p.id = c.place_id JOIN organisations_unit u ON u.id = p.unit_id
WHERE k.day = %s AND c.token = %s AND c.active AND p.active AND u.active
ON CONFLICT (mark) DO UPDATE SET level = excluded.level, hour = excluded.hour, faults = ''
"""
"""All there is to a rating, in one round trip: that the code may still be used is looked up as it is taken."""
_EXPLAIN = f"""
UPDATE ratings_spotrating r SET faults = %s FROM ratings_daykey k WHERE k.day = %s AND r.mark = {_MARK}
"""
_TAKE_BACK = f"""
DELETE FROM ratings_spotrating r USING ratings_daykey k WHERE k.day = %s AND r.mark = {_MARK}
"""
_KEY = "INSERT INTO ratings_daykey (day, salt) VALUES (%s, %s) ON CONFLICT DO NOTHING"


def rate(device: str, code: str, level: int, *, now: datetime) -> None:
    """Takes a rating at a code (its token). The same device on the same day changes its mind: the last counts.

    `device` is a token that its browser keeps for this place and day. Raises NotAllowed for an unknown level, and for
    a code that is unknown or switched off.
    """
    if level not in LEVELS:
        raise NotAllowed(Refused("unknown_choice", {"field": "level"}))
    here = now.astimezone(SHANGHAI)
    values: list[str | int | date] = [_seed(device, code), here.hour, level, here.date(), code]
    with prepared() as cursor:
        cursor.execute(_RATE, values)
        if not cursor.rowcount:  # the day's first rating, or the first after a crash of the database
            cursor.execute(_KEY, [here.date(), secrets.token_bytes(32)])
            cursor.execute(_RATE, values)
        if not cursor.rowcount:
            raise NotAllowed(Refused("unknown"))


def explain(device: str, code: str, faults: Collection[str], *, now: datetime) -> bool:
    """Adds what was wrong to the device's rating of today; False where there is none.

    Raises NotAllowed for what the city doesn't offer, and for an unknown code.
    """
    offered = [row.code for row in policy().faults]
    if not set(faults) <= set(offered):
        raise NotAllowed(Refused("unknown_choice", {"field": "faults"}))
    said = ",".join(one for one in offered if one in faults)
    with prepared() as cursor:
        cursor.execute(_EXPLAIN, [said, now.astimezone(SHANGHAI).date(), _seed(device, code)])
        return bool(cursor.rowcount)


def take_back(device: str, code: str, *, now: datetime) -> bool:
    """Deletes the device's rating of today, as if it had never been; False where there is none."""
    with prepared() as cursor:
        cursor.execute(_TAKE_BACK, [now.astimezone(SHANGHAI).date(), _seed(device, code)])
        return bool(cursor.rowcount)


def _seed(device: str, code: str) -> str:
    """What the day's salt is mixed with: bound to the place, whichever of its codes was scanned, and of no use to
    whoever has only the database."""
    place = place_of(code)
    if place is None:
        raise NotAllowed(Refused("unknown"))
    return keyed_hash(settings.MASTER_KEY, "spot rating", f"{place} {device}")
