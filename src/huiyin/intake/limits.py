"""How often somebody may do something before being asked to wait: per address, per place, for the whole system.

Counted in fixed windows in an unlogged table, all keys in one statement. An address is kept only as a keyed hash
that changes every day, so that nobody can be followed by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from huiyin.kernel.ids import keyed_hash
from huiyin.ledger.prepared import prepared


@dataclass(frozen=True)
class Allowance:
    """At most `most` times in `seconds` for `value` (an address, a place, "" for everybody), apart for each `name`."""

    name: str
    value: str
    most: int
    seconds: int

    def key(self, now: datetime) -> str:
        """What is stored: nothing that leads back to an address tomorrow."""
        if not self.value:
            return self.name
        hashed = keyed_hash(settings.MASTER_KEY, f"limit {now:%Y-%m-%d}", self.value)
        return f"{self.name}:{hashed[:32]}"

    def window(self, now: datetime) -> int:
        return int(now.timestamp()) // self.seconds


_SQL = """
INSERT INTO intake_counter AS c (key, "window", count) VALUES {rows}
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN c."window" = excluded."window" THEN c.count + 1 ELSE 1 END, "window" = excluded."window"
RETURNING key, count
"""


def wait(allowances: Sequence[Allowance], *, now: datetime) -> int:
    """Counts one act against every allowance; seconds to wait where one is used up, else 0."""
    keys = sorted(((a.key(now), a) for a in allowances), key=lambda pair: pair[0])
    rows = ", ".join(["(%s, %s, 1)"] * len(keys))
    with prepared() as cursor:
        cursor.execute(_SQL.format(rows=rows), [value for key, a in keys for value in (key, a.window(now))])
        counts = dict(cursor.fetchall())
    over = [a for key, a in keys if counts[key] > a.most]
    return max((a.seconds - int(now.timestamp()) % a.seconds for a in over), default=0)


def used(allowances: Sequence[Allowance], *, now: datetime) -> float:
    """How much of the fullest allowance is used up, without counting an act: 1.0 is all of it, 2.0 twice as much."""
    by_key = {a.key(now): a for a in allowances}
    with prepared() as cursor:
        cursor.execute('SELECT key, "window", count FROM intake_counter WHERE key = ANY(%s)', [list(by_key)])
        rows = cursor.fetchall()
    return max(
        (n / max(1, by_key[k].most) for k, window, n in rows if window == by_key[k].window(now)), default=0.0
    )
