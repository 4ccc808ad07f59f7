"""A figure by any dimension, or by any two, on demand (S3-09)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q

from huiyin.cases.queries import visible
from huiyin.kernel.actor import Actor
from huiyin.reporting.queries.conditions import condition
from huiyin.reporting.queries.figures import NOBODY
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.figures import TABLED, Figure, Table
from huiyin.reporting.rules.measures import Share

ALL = Q()


def table(
    viewer: Actor,
    figure: Figure,
    period: Period,
    rows: str,
    columns: str = "",
    *,
    within: Q = ALL,
    now: datetime,
) -> Table:
    """The figure by `rows`, and by `columns` where one is named; of the cases `within` alone.

    One query, grouped by no more than was asked.

    Raises KeyError for a dimension there isn't.
    """
    asked = [rows, *([columns] if columns and columns != rows else [])]
    for dimension in asked:
        if dimension not in TABLED:
            raise KeyError(dimension)
    counted = [condition(measure, period, now=now) for measure in figure.measures]
    either = counted[0]
    for one in counted[1:]:
        either |= one
    found = (
        visible(viewer)
        .filter(either, within)
        .values(*asked)
        .annotate(part=Count("pk", filter=counted[0]), whole=Count("pk", filter=counted[-1]))
        .order_by()
    )
    cells = {}
    for row in found:
        key = (_key(row[rows]), _key(row[asked[1]]) if len(asked) > 1 else "")
        cells[key] = Share(row["part"], row["whole"] if figure.whole else 0)
    return Table(figure, cells)


def _key(value: object) -> str:
    return NOBODY if value is None else str(value)
