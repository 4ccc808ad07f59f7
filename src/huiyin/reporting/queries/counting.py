"""Cases counted by each dimension; the database adds up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import reduce
from operator import or_

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Q, QuerySet

from huiyin.cases.models import Case
from huiyin.cases.rules.lifecycle import OPEN
from huiyin.reporting.rules.measures import CALLED, DIMENSIONS, LAST_CALLED, UNANSWERED, UNFINISHED
from huiyin.reporting.rules.weeks import Counts, add

Columns = Mapping[tuple[str, str], Q]
"""What is counted: by a name and a measure."""

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

SATISFIED = (CALLED[1], LAST_CALLED[CALLED[1]])
"""Part of the measure beside it: said as an alternative, it would keep the planner from beginning with the calls."""

_LOTS = {measure: lot for lot in APART for measure in lot.split()}


def by_lots(cases: QuerySet[Case], columns: Columns) -> dict[str, Counts]:
    """For each name what each of its measures counts: a reading for each lot of `APART` and one for the rest."""
    lots: dict[str, dict[tuple[str, str], Q]] = defaultdict(dict)
    for (name, measure), wanted in columns.items():
        lots[_LOTS.get(measure, "")][name, measure] = wanted
    found: dict[str, Counts] = defaultdict(dict)
    for lot, chosen in lots.items():
        rows = cases.filter(APART.get(lot, Q()))
        if lot != OF_NOW:
            found_by = [
                one for (_, measure), one in chosen.items() if measure not in SATISFIED
            ] or chosen.values()
            rows = rows.filter(reduce(or_, found_by))
        for name, counts in by_each(rows, chosen).items():
            add(found[name], counts)
    return found


def by_each(cases: QuerySet[Case], columns: Columns) -> dict[str, Counts]:
    """How many of `cases` each column counts: by each key of each dimension, and of all.

    The database groups by all dimensions first: what it then adds up by each of them is thousands of rows, not all.
    """
    if not columns:
        return {}
    counts = {f"n{place}": Count("pk", filter=wanted) for place, wanted in enumerate(columns.values())}
    try:
        cells, params = cases.order_by().values_list(*DIMENSIONS).annotate(**counts).query.sql_with_params()
    except EmptyResultSet:  # no case exists for this viewer, whatever is asked
        return {}
    keys = [f"k{place}" for place in range(len(DIMENSIONS))]
    sums = ", ".join(f"sum({name})::bigint" for name in counts)
    sql = (
        f"SELECT {', '.join(keys)}, {sums} "
        f"FROM ({cells}) AS cell({', '.join((*keys, *counts))}) "
        f"GROUP BY GROUPING SETS ((), {', '.join(f'({key})' for key in keys)})"
    )
    found: dict[str, Counts] = {name: {} for name, _ in columns}
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for row in cursor.fetchall():
            of = [(name, str(key)) for name, key in zip(DIMENSIONS, row, strict=False) if key is not None]
            dimension, key = of[0] if of else ("", "")
            for (name, measure), n in zip(columns, row[len(keys) :], strict=True):
                if n:
                    found[name].setdefault(dimension, {}).setdefault(key, {})[measure] = n
    return found
