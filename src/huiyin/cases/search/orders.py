"""How a list of cases may stand. Every order ends in the report's id, so that pages join exactly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from huiyin.cases.models import NEVER, Case

Place = tuple[datetime, int]
"""The key and the report of a case."""


@dataclass(frozen=True)
class Order:
    """By `key`, then by report. `by_month`: whether that is also the order of the months of receipt.

    A list is counted up to `counted`; beyond, counting would cost more than it tells.
    """

    key: Any
    descending: bool
    by_month: bool = True
    counted: int = 500

    @property
    def direction(self) -> str:
        return "DESC" if self.descending else "ASC"

    def reversed(self) -> Order:
        return replace(self, descending=not self.descending)

    def sorted(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        sign = "-" if self.descending else ""
        return cases.annotate(key=self.key).order_by(f"{sign}key", f"{sign}report")

    def place(self, cases: QuerySet[Case]) -> Place | None:
        """Where the first of `cases` stands."""
        rows: Any = self.sorted(cases)
        place: Place | None = rows.values_list("key", "report").first()
        return place

    def beyond(self, cases: QuerySet[Case], place: Place) -> QuerySet[Case]:
        """Those that stand behind a place."""
        key, report = place
        side = "lt" if self.descending else "gt"
        further = Q(**{f"key__{side}": key}) | Q(**{"key": key, f"report__{side}": report})
        return cases.annotate(key=self.key).filter(further, **{f"key__{side}e": key})


ORDERS = {
    "newest": Order(F("received_at"), descending=True),
    "due": Order(Coalesce("due_at", Value(NEVER)), descending=False, by_month=False, counted=100),
    "oldest": Order(F("received_at"), descending=False),
}
