"""Cases counted by each dimension; the database adds up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, reduce
from operator import or_

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Q, QuerySet

from huiyin.cases.models import Case
from huiyin.cases.rules.lifecycle import OPEN
from huiyin.kernel.actor import Actor
from huiyin.ledger.prepared import Given, Text
from huiyin.reporting.queries.conditions import any_of, given, moments_of
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.measures import (
    CALLED,
    DIMENSIONS,
    FUNNEL,
    HERE,
    LAST_CALLED,
    ONWARD,
    UNANSWERED,
    UNFINISHED,
)
from huiyin.reporting.rules.weeks import Counts, add


@dataclass(frozen=True)
class Cases:
    """Some cases, by what makes them and of whom, and the `definition` of what is counted of them.

    So what was worded of them once is known again.
    """

    made: Callable[[Actor], QuerySet[Case]] | Callable[[int], QuerySet[Case]]
    of: Actor | int
    definition: str

    def rows(self) -> QuerySet[Case]:
        return self.made(self.of)  # type: ignore[arg-type]


Columns = Mapping[tuple[str, str], Sequence[Period]]
"""What is counted: by a name and a measure, in any of some periods."""

OF_NOW = " ".join(("unfinished", *UNFINISHED))
"""Measures of no period: what their cases have in common finds them all. Said twice, the planner expects few."""

APART: Mapping[str, Q] = {
    "received": Q(),
    "answered answered_here": Q(),
    "due closed": Q(),
    "rated satisfied badly_rated": Q(),
    " ".join(CALLED): Q(),
    " ".join(LAST_CALLED.values()): Q(),
    "followed": Q(tracking__isnull=False),
    "to_hotline from_hotline": Q(report__hotline_order__isnull=False),
    UNANSWERED: Q(answered_at=None),
    OF_NOW: Q(state__in=OPEN.split()),
}
"""Measures that are counted together, each lot by an index of its own, and what all of its cases have in common.

So a month is read without the years before it, and cases that nobody rated without their reports.
"""

WITHIN: Mapping[str, str] = {
    CALLED[1]: CALLED[0],
    LAST_CALLED[CALLED[1]]: LAST_CALLED[CALLED[0]],
    HERE: "answered",
    "closed": "due",
    "satisfied": "rated",
    "badly_rated": "rated",
    **dict.fromkeys((*FUNNEL, *ONWARD), "received"),
}
"""Measures that count some of another's cases: these are looked for where the wider finds them, and nowhere else."""

_LOTS = {measure: lot for lot in APART for measure in lot.split()}


def by_lots(cases: Cases, columns: Columns, now: datetime) -> dict[str, Counts]:
    """For each name what each of its measures counts: a reading for each lot of `APART` and one for the rest."""
    lots: dict[str, dict[tuple[str, str], Sequence[Period]]] = defaultdict(dict)
    for (name, measure), periods in columns.items():
        lots[_LOTS.get(measure, "")][name, measure] = periods
    found: dict[str, Counts] = defaultdict(dict)
    for lot, chosen in lots.items():
        for name, counts in by_each(cases, chosen, now, lot).items():
            add(found[name], counts)
    return found


def by_each(cases: Cases, columns: Columns, now: datetime, lot: str | None = None) -> dict[str, Counts]:
    """How many of `cases` each column counts: by each key of each dimension, and of all. `lot`: as one of `APART`."""
    periods = list(dict.fromkeys(period for chosen in columns.values() for period in chosen))
    counted = [(measure, tuple(map(periods.index, chosen))) for (_, measure), chosen in columns.items()]
    text = _worded(cases, tuple(counted), lot) if columns else None
    if text is None:
        return {}
    found: dict[str, Counts] = {name: {} for name, _ in columns}
    with connection.cursor() as cursor:
        cursor.execute(*text.filled(moments_of(periods) | {"now": now}))
        for row in cursor.fetchall():
            keys, counts = row[: len(DIMENSIONS)], row[len(DIMENSIONS) :]
            of = [(name, str(key)) for name, key in zip(DIMENSIONS, keys, strict=True) if key is not None]
            dimension, key = of[0] if of else ("", "")
            for (name, measure), n in zip(columns, counts, strict=True):
                if n:
                    found[name].setdefault(dimension, {}).setdefault(key, {})[measure] = n
    return found


@lru_cache(512)
def _worded(cases: Cases, counted: Sequence[tuple[str, Sequence[int]]], lot: str | None) -> Text | None:
    """Measures, each in any of some times, by number; None where no case exists, whatever is asked.

    The database groups by all dimensions first: what it then adds up by each of them is thousands of rows, not all.
    """
    times = given(1 + max((place for _, chosen in counted for place in chosen), default=-1))
    wanted = [
        any_of([times[place] for place in chosen], measure, Given("now")) for measure, chosen in counted
    ]
    rows = cases.rows()
    if lot is not None:
        rows = rows.filter(APART.get(lot, Q()))
    if lot not in (None, OF_NOW):
        wider = dict.fromkeys((WITHIN.get(measure, measure), chosen) for measure, chosen in counted)
        found_by = (any_of([times[place] for place in chosen], one, Given("now")) for one, chosen in wider)
        rows = rows.filter(reduce(or_, found_by))
    counts = {f"n{place}": Count("pk", filter=one) for place, one in enumerate(wanted)}
    try:
        cells, params = rows.order_by().values_list(*DIMENSIONS).annotate(**counts).query.sql_with_params()
    except EmptyResultSet:
        return None
    keys = [f"k{place}" for place in range(len(DIMENSIONS))]
    sums = ", ".join(f"sum({name})::bigint" for name in counts)
    sql = (
        f"SELECT {', '.join(keys)}, {sums} "
        f"FROM ({cells}) AS cell({', '.join((*keys, *counts))}) "
        f"GROUP BY GROUPING SETS ((), {', '.join(f'({key})' for key in keys)})"
    )
    return Text.of(sql, params)
