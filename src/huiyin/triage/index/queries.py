"""Reads of the index for comparing reports. What people search goes through `cases.search`, which takes the viewer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import log, log2

from django.db import connection

from huiyin.triage.index.models import Frequency
from huiyin.triage.index.rules.keys import EVERY, SAMPLED, codes, month_of, pair_code, salt
from huiyin.triage.index.rules.words import tokens

RAREST = 32
"""Tokens of a text by which others like it are looked for, at most."""
READ = 6_000
"""Entries read for one text, about: common tokens are left out once the rarer ones bring that many."""


@dataclass(frozen=True)
class Near:
    """A report that shares rare tokens with a text; `shared` is the sum of their weights."""

    report: int
    shared: float


def near(
    text: str, *, since: datetime, until: datetime, most: int = 200, organ: int | None = None
) -> list[Near]:
    """Reports received from `since` to `until` that share the rare tokens of `text`, most shared first.

    `organ` asks for those about one house only.
    """
    months = range(month_of(since), month_of(until) + 1)
    chosen = [(code ^ salt(month), weight) for code, weight in rarest(text) for month in months]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.report_id, sum(w.weight) FROM unnest(%s::int[], %s::float8[]) AS w(key, weight) "
            "CROSS JOIN LATERAL (SELECT report_id, received_at, organ FROM triage_indexed "
            "WHERE keys @> ARRAY[w.key] OFFSET 0) i "
            "WHERE i.received_at BETWEEN %s AND %s AND (%s::bigint IS NULL OR i.organ = %s) "
            "GROUP BY i.report_id ORDER BY 2 DESC, 1 DESC LIMIT %s",
            [[key for key, _ in chosen], [weight for _, weight in chosen], since, until, organ, organ, most],
        )
        return [Near(report, shared) for report, shared in cursor.fetchall()]


def rarest(text: str) -> list[tuple[int, float]]:
    """The codes of the rarest tokens of a text with their weights, rarest first."""
    found = codes(tokens(text), "sent")
    known = dict(Frequency.objects.filter(token__in=found).values_list("token", "reports"))
    chosen: list[tuple[int, float]] = []
    reads = 0
    for code in sorted(found, key=lambda one: (known.get(one, 0), one))[:RAREST]:
        sampled = known.get(code, 0)
        reads += sampled * SAMPLED
        if chosen and reads > READ:
            break
        chosen.append((code, 1 / log2(2 + sampled)))
    return chosen


def rarity(pairs: Iterable[str]) -> dict[str, float]:
    """The weight of pairs of characters (in normal form): the logarithm of how rare they are among the reports.

    What nobody counted wrote weighs most. Where nothing is counted yet all weigh the same.
    """
    wanted = {pair: pair_code(pair) for pair in pairs}
    with connection.cursor() as cursor:
        sql = "SELECT token, reports FROM triage_frequency WHERE token = ANY(%s)"
        cursor.execute(sql, [[EVERY, *wanted.values()]])
        known = dict(cursor.fetchall())
    every = known.get(EVERY, 0) + 1
    return {pair: log(every / (known.get(code, 0) + 0.5)) for pair, code in wanted.items()}
